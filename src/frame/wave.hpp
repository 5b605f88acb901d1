#pragma once
// What make_incoming found about the counties of a wave, for the rooms that follow.
#include <string>
#include <vector>

#include "pack/pack.hpp"
#include "store/store.hpp"

namespace diaodu::frame {

// The counties of the wave that make_incoming filled last, in order; and what is known of all of
// them.
struct WaveCounties {
  std::vector<std::string> counties;
  bool all_new = true;   // none of them held a record of the register
  bool in_order = true;  // incoming_<register> gives its rows in county order
  bool sliced = false;   // slice_<register> holds the living records of its keys, as before it
};
Result<WaveCounties> wave_counties(store::Session& session, const pack::Register& register_);

}  // namespace diaodu::frame
