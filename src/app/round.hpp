#pragma once
// The round: takes the commands that wait and visits the rooms in order, in one transaction.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "frame/round_context.hpp"
#include "journal/journal.hpp"

namespace diaodu::app {

using Progress = std::function<void(const frame::Progress&)>;

struct RoundLimits {
  int64_t rows_max = 1'000'000;  // estimated from the files' sizes
  int64_t parcels_max = 2'000;
};

// Which commands a round takes; as it stands in the journal's round_run.
struct RoundPlan {
  int64_t round = 0, seq_from = 0, seq_to = 0;
  Day day;
  std::string pack_sha256;         // this round brings a pack into use
  std::vector<int64_t> withdrawn;  // parcels
  int64_t parcels = 0;
  bool has_files = false;
  bool is_trial = false;  // to be rolled back: a verdict needs no figures
};

// The next range of waiting commands, in journal order, of one day; a withdrawal or a pack alone.
// Entries follow the last sealed round without gap. nullopt: nothing waits.
std::optional<RoundPlan> plan_round(const journal::Seal& last,
                                    const std::vector<journal::Entry>& entries,
                                    const RoundLimits& limits);
// The same of a range that the journal has already: entries seq_from .. seq_to.
RoundPlan plan_again(const journal::Seal& last, const std::vector<journal::Entry>& entries,
                     const journal::Entry& round_run);
std::string payload_of(const RoundPlan& plan);

using Fence =
    std::function<Result<void>(store::Session&)>;  // in the transaction: am I still the leader?
// Rooms in order, then the seal; commits. `last`: the seal before.
Result<journal::Seal> run_round(frame::RoundContext& round, const RoundPlan& plan,
                                const journal::Seal& last, const Fence& fence);
// The same without seal and commit, in a transaction of the caller's.
Result<journal::Seal> visit_rooms(frame::RoundContext& round, const RoundPlan& plan,
                                  const journal::Seal& last);

}  // namespace diaodu::app
