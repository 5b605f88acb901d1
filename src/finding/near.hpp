#pragma once
// Who shares: of a register the living rows that hold the same as rows of the wave in the columns
// that rules declare in `shares`. Such rules compare with nobody else, so they see this small table
// in place of the register, which is read once for all of them. Inner part of the room.
//
// near_<register>_<n>: record_<register>'s columns; those that none of the rules names are null.
// near_made:           register varchar, no integer: the tables that hold for the wave at hand.
#include <string>
#include <vector>

#include "frame/round_context.hpp"

namespace diaodu::finding {

using Shares = std::vector<std::string>;

// Drops the tables of the wave before.
Result<void> forget_near(frame::RoundContext& round, const pack::Register& register_);
// Who holds the same as a row of the wave for which `judged`, a condition over i, holds. Empty:
// there is no table, for a version that matters today has ended later than it.
Result<std::string> make_near(frame::RoundContext& round, const pack::Register& register_,
                              const Shares& shares, const std::string& judged);
// After the wave was accepted: its rows as they live now are in it. Empty: none was made.
Result<std::string> renew_near(frame::RoundContext& round, const pack::Register& register_,
                               const Shares& shares);

}  // namespace diaodu::finding
