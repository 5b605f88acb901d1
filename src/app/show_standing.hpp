#pragma once
// The progress table (进度表): those that have not met the goal first, then by place; those not
// ranked apart.
#include "app/output.hpp"
#include "app/wire.hpp"
#include "standing/standing.hpp"

namespace diaodu::app {

void print_standings(const Used& used, const standing::Ask& ask,
                     const std::vector<standing::Standing>& standings, Output& out);
std::string shown_ratio(const std::string& n, const std::string& d);  // "98.01%"

}  // namespace diaodu::app
