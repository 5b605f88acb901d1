#pragma once
// What people say of proposed links, from the journal: no record changes by it.
#include "frame/round_context.hpp"

namespace diaodu::linkage {

Result<void> take_decisions(frame::RoundContext& round);

}  // namespace diaodu::linkage
