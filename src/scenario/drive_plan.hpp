#pragma once
// The plan of a register drive: how many records each county starts with, completes, confirms and
// adds, day by day. Totals are the scenario's, scaled; every level adds up exactly.
#include <string>
#include <vector>

#include "scenario/scenario.hpp"
#include "scenario/settings.hpp"

namespace diaodu::scenario {

// Records of a county are numbered: [0, complete) complete from the start; [complete, stock - rest)
// are completed in the drive, in this order; [stock - rest, stock) stay incomplete; [stock, stock +
// added) come new, the last `added_incomplete` of them incomplete. The first `confirmed` complete
// ones are sent again unchanged.
struct CountyPlan {
  std::string area;
  uint64_t seed = 0;
  int64_t stock = 0, complete = 0, rest = 0, confirmed = 0, added = 0, added_incomplete = 0;
  double pace = 1;
  std::vector<uint8_t> sends;  // by day 1..days: 1 sends, 0 silent, 2 suspended
  int64_t to_complete() const { return stock - complete - rest; }
};
struct DrivePlan {
  Day first_day;
  int days = 0;
  int new_from_day = 1;
  std::vector<CountyPlan> counties;  // in code order
  // Sent up to and including day d (0: the first): completed, confirmed, added.
  struct Sent {
    int64_t completed = 0, confirmed = 0, added = 0;
  };
  Sent sent(const CountyPlan& county, int day) const;
};
Result<DrivePlan> plan_drive(const MakeOptions& options, const pack::ScenarioDef& scenario);

}  // namespace diaodu::scenario
