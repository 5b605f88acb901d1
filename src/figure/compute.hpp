#pragma once
// Runs indicators on the registers as they stood at the end of a day.
#include <string>
#include <unordered_set>
#include <vector>

#include "base/result.hpp"
#include "figure/cells.hpp"
#include "frame/round_context.hpp"

namespace diaodu::figure {

// One indicator and the places it is computed for.
struct Plan {
  const pack::Indicator* indicator = nullptr;
  const pack::Register* of = nullptr;
  bool everywhere = false;
  std::unordered_set<std::string> counties;  // as touched; empty with everywhere
  std::unordered_set<std::string> places;    // of the stored level: what is compared
  Cells cells;                               // the result, of the stored level
  bool asks_own_area() const { return indicator->area.empty() || indicator->area == of->area; }
};

// The axis under which field_filled keeps the cells met by a reason code.
constexpr std::string_view kExplainedAxis = "column_explained";
constexpr std::string_view kColumnAxis = "column";

// Rules over a whole register that refuse: a record one of them refuses is not complete.
std::vector<const pack::Rule*> refusing_rules(const pack::Pack& pack, std::string_view register_id);

// Fills `cells` of every plan. known: the round whose findings are meant.
Result<void> compute(store::Session& session, const pack::Pack& pack, const pack::AreaIndex& areas,
                     Day day, int64_t known, std::vector<Plan>& plans);
// The SQL of one indicator on the views that frame::make_views has made.
Result<std::string> indicator_sql(const pack::Pack& pack, const Plan& plan, Day day);
// The area column of an indicator as SQL over the register's row.
std::string area_sql(const pack::Indicator& indicator, const pack::Register& of);

}  // namespace diaodu::figure
