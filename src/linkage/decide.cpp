#include "linkage/decide.hpp"

#include <algorithm>

#include "frame/payload.hpp"
#include "linkage/sql.hpp"

namespace diaodu::linkage {

Result<void> take_decisions(frame::RoundContext& round) {
  if (!round.set_aside.empty()) return {};
  TRY_ASSIGN(const store::Batch commands,
             round.session.query(sql::decision_commands,
                                 {{"seq_from", round.seq_from}, {"seq_to", round.seq_to}}));
  for (size_t row = 0; row < commands.rows(); ++row) {
    const int64_t seq = commands["seq"].int64(row);
    if (!round.seqs.empty() && std::ranges::count(round.seqs, seq) == 0) continue;
    const frame::Payload payload(commands["payload"].text(row));
    TRY(round.session.run(sql::add_decision, {{"decision", seq},
                                              {"comparison", payload.text("comparison")},
                                              {"ours", payload.text("ours")},
                                              {"theirs", payload.text("theirs")},
                                              {"is_same", payload.flag("is_same")},
                                              {"reason", payload.text("reason")},
                                              {"actor", std::string(commands["actor"].text(row))},
                                              {"day", commands["day"].day(row)}}));
  }
  return {};
}

}  // namespace diaodu::linkage
