#pragma once
// What a new pack means for records that live.
#include "frame/round_context.hpp"

namespace diaodu::record {

// A register as an earlier pack declared it: its records' masks are made anew for the round's pack
// (missing and explained), or moved with their columns and groups (changed, verified). A column
// that was left out in between begins empty.
Result<void> carry_over(frame::RoundContext& round, const pack::Register& before,
                        const pack::Register& register_);

}  // namespace diaodu::record
