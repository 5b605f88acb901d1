#pragma once
// standing: figures against targets: value, goal, gap, place, yesterday's place, speed, forecast.
// Makes table standing for each target and day, among the direct children of each place. Promised:
// 未报 and 暂停 stand apart and are not ranked; ties are judged on the shown decimal; denominators
// under rank_min_n are not ranked; ranking happens only at levels the pack switches on, with its
// basis and end day.
//
// shown: 100 n/d rounded half away from zero to the target's shown_decimals (exact integer
// arithmetic); a sum is shown as it is. A place of the pack's `expects` group, of one above or
// below it, is expected. state of a county: its own report; else the best of those below it; else
// `nil` or `suspended` said by a place above for all; rows about it in a file sent by a place above
// count as reported. Above the county: suspended if it says so, else the best of its counties.
// children_expected, children_reported count counties. not_ranked: not_expected | silent | returned
// | suspended | objected (异议中) | switched_off | no_figure | small. A silent place keeps its
// value, shown apart. before_*: the latest earlier day with standings. speed: percentage points a
// day (of a sum: units) over the last speed_days, or since its first figure if that is later.
#include <optional>
#include <string>
#include <vector>

#include "access/scope.hpp"
#include "frame/round_context.hpp"

namespace diaodu::standing {

Result<int64_t> rank(frame::RoundContext& round);
// Day closed without further rounds: standings of a skipped day, so that yesterday's place holds.
Result<int64_t> close_day(frame::RoundContext& round, Day day);

struct Standing {
  std::string target, parent, area, name, state, shown, goal, n, d, missing_n, speed, not_ranked;
  Day day;
  bool met = false, tied = false;
  std::optional<int> place_no, before_place_no;
  std::string before_shown, delta;  // delta in percentage points, "+3.2"; empty: no yesterday
  std::optional<Day> forecast_day;
  int64_t children_expected = 0, children_reported = 0, figure = 0;
};
struct Ask {
  std::string target, area;       // places under `area` ...
  Level level = Level::province;  // ... of this level
  Day day;
};
// Not met first, then by place, then those not ranked by state.
Result<std::vector<Standing>> show(store::Session& session, const pack::Pack& pack,
                                   const access::Scope& scope, const Ask& ask);

}  // namespace diaodu::standing
