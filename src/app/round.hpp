#pragma once
// The round: takes the commands that wait and visits the rooms in order, in one transaction.
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "frame/round_context.hpp"
#include "journal/journal.hpp"

namespace diaodu::app {

using Progress = std::function<void(const frame::Progress&)>;

struct RoundLimits {
  int64_t rows_max = 1'000'000;  // estimated from the files' sizes
  int64_t parcels_max = 2'000;
  // A file of more rows than a part and a quarter is taken in parts; a round takes as many of them
  // as nobody else waits for. Two row groups of DuckDB.
  int64_t part_rows = 245'760;
  int64_t parts_max = 5;  // of a round
  // Where so many records live, a part is long enough: its rows are compared with all of them.
  int64_t great_stock = 2'000'000;
  int64_t lane_rows_max = 100'000;  // of a round between two parts
};

// Which commands a round takes; as it stands in the journal's round_run.
struct RoundPlan {
  int64_t round = 0, seq_from = 0, seq_to = 0;
  Day day;
  std::string pack_sha256 = {};  // this round brings a pack into use
  std::optional<std::set<std::string>> registers = std::set<std::string>();  // nullopt: any
  std::vector<int64_t> withdrawn = {};                                       // parcels
  int64_t parcels = 0;
  bool has_files = false;
  bool is_trial = false;        // to be rolled back: a verdict needs no figures
  bool is_judged_only = false;  // of the first wave: nothing is accepted
  // Not empty: exactly these commands; the others between are done, or wait for the great file.
  std::vector<int64_t> seqs = {};
  bool is_lane = false;              // those overtake a great file: seq_to stays what it was
  int64_t row_from = 0, row_to = 0;  // row_to > 0: these rows of one great file, seq_to
  int64_t part_rows = 0;             // of its parts
  std::string set_aside = {};        // seq_to is done without being taken: code of the error
};

// Done and not told by the last seal's seq_to: a great file whose parts are being taken, and small
// commands that overtook it. All of it stands in the journal's round_run entries after seq_to.
struct Ahead {
  std::set<int64_t> done;
  int64_t great = 0, row_next = 0;           // the great file, and the first row not yet taken
  bool is_lane_next = false;                 // the last round was a part
  std::map<int64_t, std::string> set_aside;  // commands to be set aside: code
  void add(const RoundPlan& plan, const journal::Seal& sealed);
};
// Of the entries after `sealed.seq_to`.
Ahead ahead_of(const journal::Seal& sealed, const std::vector<journal::Entry>& entries);

// The next range of waiting commands, in journal order, of one day; a withdrawal or a pack alone;
// or a part of a great file; or, between two parts, small files and nil reports whose places are
// none of the great file's. Entries follow the last seal's seq_to without gap. nullopt: nothing
// waits.
std::optional<RoundPlan> plan_round(const journal::Seal& last,
                                    const std::vector<journal::Entry>& entries, const Ahead& ahead,
                                    const RoundLimits& limits);
// The same of a round that the journal has already: entries seq_from .. seq_to, and its `seqs`.
RoundPlan plan_again(const journal::Seal& last, const std::vector<journal::Entry>& entries,
                     const journal::Entry& round_run);
std::string payload_of(const RoundPlan& plan);

using Fence =
    std::function<Result<void>(store::Session&)>;  // in the transaction: am I still the leader?
// Rooms in order, then the seal; commits. `last`: the seal before. seq_to of the seal stays where
// it was while a great file goes on.
// `shortened` journals the plan where it took fewer rows of a great file than the plan said.
using Shortened = std::function<Result<void>(const RoundPlan&)>;
Result<journal::Seal> run_round(frame::RoundContext& round, RoundPlan& plan,
                                const journal::Seal& last, const Fence& fence,
                                const Shortened& shortened);
// The same without seal and commit, in a transaction of the caller's.
Result<journal::Seal> visit_rooms(frame::RoundContext& round, const RoundPlan& plan,
                                  const journal::Seal& last);

}  // namespace diaodu::app
