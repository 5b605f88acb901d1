#include "frame/round_commands.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "frame/sql.hpp"
#include "frame/sql_fill.hpp"

namespace diaodu::frame {

Result<void> each_command(const RoundContext& round, const std::vector<std::string>& kinds,
                          const std::function<Result<void>(const RoundCommand&)>& take) {
  if (!round.set_aside.empty()) return {};
  std::vector<std::string> listed;
  for (const std::string& kind : kinds) listed.push_back(store::literal(kind));
  TRY_ASSIGN(const store::Batch rows,
             round.session.query(fill(sql::round_commands, {{"kinds", join(listed, ", ")}}),
                                 {{"seq_from", round.seq_from}, {"seq_to", round.seq_to}}));
  for (size_t row = 0; row < rows.rows(); ++row) {
    const int64_t seq = rows["seq"].int64(row);
    if (!round.seqs.empty() && std::ranges::count(round.seqs, seq) == 0) continue;
    const Payload payload(rows["payload"].text(row));
    TRY(take({seq, std::string(rows["kind"].text(row)), std::string(rows["actor"].text(row)),
              rows["day"].day(row), payload}));
  }
  return {};
}

}  // namespace diaodu::frame
