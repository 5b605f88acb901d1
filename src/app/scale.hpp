#pragma once
// The scale of a replay: of what is typed, and of the one in force for a round.
#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "store/store.hpp"

namespace diaodu::app {

Result<double> asked_scale(const std::string& typed);  // "1/1000", "0.001", "1"; (0, 1]
// Of the last scenario played before the command `seq`; 1 where none was. Rebuild finds the same.
Result<double> scale_in_force(store::Session& session, int64_t seq);

}  // namespace diaodu::app
