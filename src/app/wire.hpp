#pragma once
// App: the one owner of everything, made here and nowhere else. One process holds a data folder; it
// runs the rounds, its own commands and those that other processes forward (socket.hpp).
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "access/access.hpp"
#include "app/home.hpp"
#include "app/kept_files.hpp"
#include "app/round.hpp"
#include "journal/journal.hpp"
#include "pack/area_index.hpp"
#include "pack/pack.hpp"
#include "parcel/parcel.hpp"
#include "store/store.hpp"

namespace diaodu::app {

// First come, first served: a small file is not starved by a long load.
class Turn {
 public:
  explicit Turn(class TurnQueue& queue);
  ~Turn();
  Turn(const Turn&) = delete;

 private:
  TurnQueue& queue_;
};
class TurnQueue {
 private:
  friend class Turn;
  std::mutex mutex_;
  std::condition_variable next_;
  uint64_t given_ = 0, serving_ = 0;
};

struct Used {  // the pack in use, whole
  std::shared_ptr<const pack::Pack> pack;
  std::shared_ptr<const pack::AreaIndex> areas;
};

struct AppOptions {
  Home home;
  bool create = false;                 // init
  std::optional<int64_t> accept_loss;  // doctor --accept-loss
  int threads = 2;
  int64_t part_rows = RoundLimits().part_rows;  // DIAODU_PART_ROWS
  access::Options access;                       // clock, key, head file and fence are filled in
};

class App {
 public:
  // Opens the store, compares journal and high-water mark, takes the lead, runs rounds that were
  // begun and not sealed. Errors "journal.behind", "journal.broken", "app.*", "store.*".
  static Result<std::unique_ptr<App>> open(const AppOptions& options);
  ~App();

  const Home& home() const { return options_.home; }
  store::Store& store() { return *store_; }
  bool is_dead() const { return store_->is_dead() || (clerk_ && clerk_->is_dead()); }
  Result<void> warm_up();  // starts the parser children ahead of the first file
  Used used();             // empty before the first pack
  Result<std::unique_ptr<store::Session>> reader() { return store_->session(); }
  Result<access::Access*> access();  // accounts, sessions, audit; opened when first asked for

  // Puts a file under files/ by its SHA-256; on disk before a command that names it is
  // acknowledged.
  Result<KeptFile> keep_file(const std::string& path, bool may_move);
  // Journals a command for the round. Its day may not lie before the last day that was worked on
  // (error "round.day_closed"); no day: that day.
  std::future<Result<int64_t>> submit(journal::Command command);
  Result<int64_t> journal_only(
      journal::Command command);  // no round takes it: unmasked, scenario_played
  Day latest_day();               // Day{}: none yet

  // Runs rounds until `seq` is sealed, a great file to its end. A command that no round can take is
  // set aside (set_aside_code).
  Result<void> run_rounds(int64_t seq, const RoundLimits& limits, const Progress& progress);
  // One round of what waits, unless all of `seqs` are done; gives those of them that are done.
  Result<std::vector<int64_t>> run_towards(const std::vector<int64_t>& seqs,
                                           const Progress& progress);
  // Why no round could take that command; nullopt: it was not set aside.
  Result<std::optional<std::string>> set_aside_code(int64_t seq);
  // A round without commands, to bring figures and standings to a later day.
  Result<journal::Seal> run_day(std::optional<Day> day, const RoundLimits& limits,
                                const Progress& progress);
  // Commands carried out in a transaction that is rolled back after `look`; their numbers are given
  // to it.
  using Look = std::function<Result<void>(store::Session&, const std::vector<int64_t>&)>;
  Result<void> trial(const std::vector<journal::Command>& commands, const Look& look);
  // The same with several rounds, each on what those before it left.
  struct TrialRound {
    std::vector<journal::Command> commands;
    std::optional<std::set<std::string>> only_rules;  // RoundContext::only_rules
    bool is_judged_only = false;                      // RoundPlan::is_judged_only
  };
  Result<void> trial(const std::vector<TrialRound>& rounds, const Look& look);
  // A transaction as a round has it, rolled back afterwards: for verify.
  Result<void> as_round(Day day, const std::function<Result<void>(frame::RoundContext&)>& body);
  // No round runs meanwhile; for a rebuild.
  Result<void> while_still(const std::function<Result<void>(const journal::Seal&)>& body);
  frame::RoundContext context(store::Session& session, const RoundPlan& plan, const Used& used,
                              const Progress& progress);
  Result<std::shared_ptr<parcel::Parsers>> new_parsers(const Used& used);
  Result<std::optional<journal::Seal>> last_seal();

  std::function<Result<void>()>
      after_close;  // a rebuild's swap; only in the process that holds the data

 private:
  explicit App(AppOptions options) : options_(std::move(options)) {}
  Result<void> open_store();
  Result<void> compare_with_mark();
  Result<void> start_clerk();
  Fence fence();
  Result<void> recover();
  Result<void> use_pack(const std::string& sha256);
  Result<void> start_parsers(const Used& used);
  Result<void> make_files_durable();
  bool is_done(int64_t seq) const;
  Result<void> next_round(RoundLimits limits, const Progress& progress);
  Result<std::optional<RoundPlan>> plan_next(const RoundLimits& limits);
  Result<void> after_failure(const RoundPlan& plan, const Error& error);
  void after_seal();
  Result<void> run_plan(RoundPlan plan, const Progress& progress);
  bool others_wait(const RoundPlan& plan);
  Result<void> bound_part(RoundPlan& plan, const std::vector<journal::Entry>& entries,
                          const RoundLimits& limits);
  AppOptions options_;
  HashKey key_{};
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::Session> lead_;  // holds the advisory lock on PostgreSQL
  int64_t epoch_ = 0;
  std::unique_ptr<journal::Clerk> clerk_;
  std::mutex access_mutex_;
  std::unique_ptr<access::Access> access_;

  std::mutex mutex_;  // of the next four
  Used used_;
  Day latest_day_;
  std::vector<std::string> new_files_;  // kept, perhaps not on disk yet

  TurnQueue rounds_;  // of the rest
  std::unique_ptr<store::Session> round_session_;
  journal::Seal sealed_;
  Ahead ahead_;                     // done and not told by sealed_
  std::optional<RoundPlan> begun_;  // journalled, not sealed
  struct {
    int failures = 0;         // of rounds, one after the other
    int64_t parcels_max = 0;  // since then rounds take so many; 0: as many as they may
    int64_t seq_to = 0;       // until here
  } trouble_;
  int64_t rows_not_checkpointed_ = 0;
  std::shared_ptr<parcel::Parsers> parsers_;  // kept between rounds, for the pack parsers_pack_
  std::string parsers_pack_;
};

}  // namespace diaodu::app
