#pragma once
// The commands that a round takes besides files: what people say of findings, standings, pairs.
#include <functional>
#include <string>
#include <vector>

#include "frame/payload.hpp"
#include "frame/round_context.hpp"

namespace diaodu::frame {

struct RoundCommand {
  int64_t seq = 0;
  std::string kind, actor;
  Day day;
  const Payload& payload;
};

// Those of these kinds, in the order of the journal; none when the command is set aside.
Result<void> each_command(const RoundContext& round, const std::vector<std::string>& kinds,
                          const std::function<Result<void>(const RoundCommand&)>& take);

}  // namespace diaodu::frame
