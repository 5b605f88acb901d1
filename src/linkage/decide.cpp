#include "linkage/decide.hpp"

#include "frame/round_commands.hpp"
#include "linkage/sql.hpp"

namespace diaodu::linkage {

Result<void> take_decisions(frame::RoundContext& round) {
  return frame::each_command(
      round, {"link_decided"}, [&](const frame::RoundCommand& command) -> Result<void> {
        TRY(round.session.run(sql::add_decision,
                              {{"decision", command.seq},
                               {"comparison", command.payload.text("comparison")},
                               {"ours", command.payload.text("ours")},
                               {"theirs", command.payload.text("theirs")},
                               {"is_same", command.payload.flag("is_same")},
                               {"reason", command.payload.text("reason")},
                               {"actor", command.actor},
                               {"day", command.day}}));
        return {};
      });
}

}  // namespace diaodu::linkage
