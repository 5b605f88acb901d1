#pragma once
// Inner part of the room: a stored finding as people read it.
#include <map>
#include <string>

#include "finding/finding.hpp"
#include "frame/sql_fill.hpp"

namespace diaodu::finding {

std::string text_of(const store::Batch& rows, std::string_view column, size_t row);  // "": null
// Findings of a result of list.sql, masked by the scope, places named.
Result<std::vector<Finding>> render(store::Session& session, const pack::Pack& pack,
                                    const access::Scope& scope, const store::Batch& rows);
// Which findings to look at, as fills `findings` and `round_to`: the open ones; of a day, all.
frame::Fills findings_of(const Ask& ask);
// The text of a page of findings, in the order of their files: conditions over f, as SQL.
std::string list_sql(const Ask& ask, const std::string& allowed, const std::string& asked);
Result<store::Batch> read_rows(store::Session& session, const access::Scope& scope, const Ask& ask);
// What is asked for, as a condition over f, a finding.
Result<std::string> asked(store::Session& session, const Ask& ask);

// Likewise: it is explained.
std::string is_explained();
// The explanation in a row of list.sql or one_explanation.sql.
std::optional<Explanation> explanation_of(const store::Batch& rows, size_t row);

}  // namespace diaodu::finding
