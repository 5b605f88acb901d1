#pragma once
// Report states: what each register, area and day is in (reported, nil, returned, suspended) after
// the commands of a round; the latest command wins. And the ends of parcels that are withdrawn or
// returned.
#include <map>
#include <string>
#include <vector>

#include "frame/round_context.hpp"
#include "parcel/command.hpp"

namespace diaodu::parcel {

// `states`: of the parcels of this round, by number; table parcel has them already.
Result<void> write_reports(frame::RoundContext& round, const std::vector<WaitingCommand>& commands,
                           const std::map<int64_t, std::string>& states);
Result<void> end_parcels(frame::RoundContext& round, const std::vector<WaitingCommand>& commands);

// What a parcel that ended without being taken had reported is taken back.
Result<void> take_back_report(frame::RoundContext& round, int64_t parcel);

}  // namespace diaodu::parcel
