#pragma once
// Inner parts of the room.
#include <string>
#include <vector>

#include "frame/round_context.hpp"

namespace diaodu::finding {

// The names in a rule's sentences whose values a finding keeps, in order of first use; other_area
// has its own column.
std::vector<std::string> kept_names(const pack::Rule& rule);
constexpr char kBetween = '\x1f';  // params: values joined by it
constexpr char kNull = '\x1e';     // params: stands for null

// Part of a finding's id: what is the same for all findings of a rule at a column. Ids are
// (key_hash mod p) + salt, p = 2^61 - 1, so that either engine computes them alike.
int64_t salt_of(const std::string& register_id, const std::string& rule, const std::string& column);

// Ends the open findings that a condition over f names; params: those of the condition.
Result<int64_t> end_findings(frame::RoundContext& round, const std::string& which,
                             store::Params params = {});

}  // namespace diaodu::finding
