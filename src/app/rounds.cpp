// App's rounds: which comes next, what happens when one fails, and the trials that are none.
#include <boost/json.hpp>

#include <algorithm>
#include <array>

#include "access/round_scope_maker.hpp"
#include "app/packs.hpp"
#include "app/sql.hpp"
#include "app/wire.hpp"
#include "frame/payload.hpp"
#include "frame/temporary.hpp"

namespace diaodu::app {
namespace {

constexpr int kEntriesAPage = 5'000;

// Whether a command may be the cause: a value that a rule cannot compute with, say; not a machine
// without memory or a reader that does not come up, which would have every command set aside.
bool may_lie_in_commands(const Error& error) {
  static constexpr std::array kCodes = {
      "store.sql",      "store.unique",   "store.check",       "store.not_null", "store.conversion",
      "store.division", "store.overflow", "store.bad_text",    "store.batch",    "store.type",
      "store.param",    "store.failed",   "parcel.bad_command"};
  return error.exit != Exit::storage_failed &&
         std::ranges::any_of(kCodes, [&](const char* code) { return error.code == code; });
}

}  // namespace

Result<void> App::run_rounds(int64_t seq, const RoundLimits& limits, const Progress& progress) {
  for (;;) {
    const Turn turn(rounds_);
    if (is_done(seq)) return {};
    const int64_t before = sealed_.round;
    TRY(next_round(limits, progress));
    CHECK(sealed_.round > before, "a round that waits for commands takes some");
  }
}

Result<std::vector<int64_t>> App::run_towards(const std::vector<int64_t>& seqs,
                                              const Progress& progress) {
  const Turn turn(rounds_);
  const auto done = [&] {
    std::vector<int64_t> those;
    std::ranges::copy_if(seqs, std::back_inserter(those),
                         [&](int64_t seq) { return is_done(seq); });
    return those;
  };
  if (std::vector<int64_t> all = done(); all.size() == seqs.size()) return all;
  TRY(next_round({}, progress));
  return done();
}

Result<std::optional<RoundPlan>> App::plan_next(const RoundLimits& limits) {
  if (begun_) return begun_;
  int64_t after = sealed_.seq_to;
  for (;;) {  // a page of entries that no round takes is passed over
    TRY_ASSIGN(const auto entries, journal::read(*round_session_, after, kEntriesAPage));
    if (entries.empty()) return std::optional<RoundPlan>();
    if (auto plan = plan_round(sealed_, entries, ahead_, limits)) {
      if (plan->part_rows > 0) TRY(bound_part(*plan, entries, limits));
      return plan;
    }
    after = entries.back().seq;
  }
}

Result<void> App::bound_part(RoundPlan& plan, const std::vector<journal::Entry>& entries,
                             const RoundLimits& limits) {
  const auto great = std::ranges::find(entries, plan.seq_to, &journal::Entry::seq);
  CHECK(great != entries.end(), "a great file is among what waits");
  TRY_ASSIGN(
      const store::Batch rows,
      round_session_->query(sql::rows_of_register,
                            {{"register", frame::Payload(great->payload).text("register")}}));
  if (rows["n"].int64(0) > limits.great_stock) plan.row_to = plan.row_from + plan.part_rows;
  return {};
}

// One round of what waits, if anything does.
Result<void> App::next_round(RoundLimits limits, const Progress& progress) {
  limits.part_rows = options_.part_rows;
  for (;;) {
    RoundLimits now = limits;
    if (trouble_.parcels_max > 0) now.parcels_max = std::min(now.parcels_max, trouble_.parcels_max);
    TRY_ASSIGN(const std::optional<RoundPlan> plan, plan_next(now));
    if (!plan) return {};
    const Result<void> done = run_plan(*plan, progress);
    if (done) return {};
    if (!may_lie_in_commands(done.error())) return done;
    TRY(after_failure(*plan, done.error()));
  }
}

// A round that failed is tried again; one that fails again is halved, until the command at fault
// stands alone: it is set aside, and the others go on.
Result<void> App::after_failure(const RoundPlan& plan, const Error& error) {
  if (plan.parcels == 0 || !plan.set_aside.empty()) return error;
  if (++trouble_.failures < 2) return {};
  const int64_t last = plan.seqs.empty() ? plan.seq_to : plan.seqs.back();
  trouble_.seq_to = std::max(trouble_.seq_to, last);
  trouble_.parcels_max = std::max<int64_t>(1, plan.parcels / 2);
  if (plan.parcels == 1) {
    const boost::json::object payload{{"seq", last}, {"code", error.code}};
    TRY(journal_only({"set_aside", boost::json::serialize(payload), "round", Day{}, {}}));
    ahead_.set_aside[last] = error.code;
  }
  begun_.reset();  // another plan of the same round stands in for it
  return {};
}

void App::after_seal() {
  if (trouble_.failures == 0) return;
  trouble_.parcels_max *= 2;
  if (trouble_.parcels_max == 0 || is_done(trouble_.seq_to)) trouble_ = {};
}

bool App::is_done(int64_t seq) const { return sealed_.seq_to >= seq || ahead_.done.contains(seq); }

Result<std::optional<std::string>> App::set_aside_code(int64_t seq) {
  TRY_ASSIGN(const auto session, reader());
  TRY_ASSIGN(const store::Batch rows, session->query(sql::set_aside_after, {{"seq", seq}}));
  for (size_t i = 0; i < rows.rows(); ++i) {
    const frame::Payload payload(rows["payload"].text(i));
    if (payload.number("seq") == seq) return std::optional<std::string>(payload.text("code"));
  }
  return std::optional<std::string>();
}

Result<void> App::start_parsers(const Used& now) {
  if (parsers_ && parsers_pack_ == now.pack->sha256) return {};
  parsers_.reset();
  TRY_ASSIGN(parsers_, new_parsers(now));
  parsers_pack_ = now.pack->sha256;
  return {};
}

Result<std::shared_ptr<parcel::Parsers>> App::new_parsers(const Used& now) {
  const std::string folder = options_.home.packs() + "/" + now.pack->sha256;
  return parcel::start_parsers(*now.pack, folder, key_, options_.threads);
}

Result<void> App::warm_up() {
  const Turn turn(rounds_);
  const Used now = used();
  if (!now.pack) return {};
  return start_parsers(now);
}

// Whether commands have come that may overtake the great file of `plan`.
bool App::others_wait(const RoundPlan& plan) {
  Ahead ahead = ahead_;
  ahead.great = plan.seq_to;
  ahead.is_lane_next = true;
  const auto session = reader();
  if (!session.ok()) return false;
  const auto entries = journal::read(**session, sealed_.seq_to, kEntriesAPage);
  if (!entries.ok()) return false;
  journal::Seal now = sealed_;
  now.day = plan.day;
  const std::optional<RoundPlan> next = plan_round(now, *entries, ahead, {});
  return next && next->is_lane;
}

// Journals what it takes, so that a rebuild runs the very same rounds, then runs it.
Result<void> App::run_plan(RoundPlan plan, const Progress& progress) {
  const auto journal = [this](const RoundPlan& what) -> Result<void> {
    TRY(clerk_->submit_and_wait({"round_run", payload_of(what), "round", what.day, {}}));
    begun_ = what;
    return {};
  };
  if (!begun_) TRY(journal(plan));
  Used now = used();
  if (!plan.pack_sha256.empty()) {
    TRY_ASSIGN(now, load_kept_pack(options_.home, plan.pack_sha256));
  }
  CHECK(now.pack, "a round before the first pack");
  if (plan.has_files) TRY(start_parsers(now));
  frame::RoundContext round = context(*round_session_, plan, now, progress);
  round.others_wait = [&] { return others_wait(plan); };
  Result<journal::Seal> seal = run_round(round, plan, sealed_, fence(), journal);
  if (!seal) parsers_.reset();  // it may be their fault
  TRY_ASSIGN(sealed_, std::move(seal));
  begun_.reset();
  ahead_.add(plan, sealed_);
  after_seal();
  if (!plan.pack_sha256.empty()) {
    std::lock_guard lock(mutex_);
    used_ = now;
  }
  // Great rounds are written back at once: a reader's replay of the log stays short.
  rows_not_checkpointed_ += plan.row_to > 0 ? sealed_.rows_in : 0;
  const bool is_end = ahead_.great == 0 && rows_not_checkpointed_ > 300'000;
  if (sealed_.rows_in > 300'000 || !plan.pack_sha256.empty() || is_end ||
      rows_not_checkpointed_ > 2'000'000) {
    rows_not_checkpointed_ = 0;
    TRY(round_session_->checkpoint());
  }
  return {};
}

frame::RoundContext App::context(store::Session& session, const RoundPlan& plan, const Used& now,
                                 const Progress& progress) {
  static const access::RoundScope kScope = access::RoundScopeMaker::make();
  frame::RoundContext round{session, *now.pack, *now.areas, kScope};
  round.round = plan.round;
  round.day = plan.day;
  round.seq_from = plan.seqs.empty() ? plan.seq_from : plan.seqs.front();
  round.seq_to = plan.seqs.empty() ? plan.seq_to : plan.seqs.back();
  round.seqs = plan.seqs;
  round.registers = plan.registers;
  round.row_from = plan.row_from;
  round.row_to = plan.row_to;
  round.part_rows = plan.part_rows;
  round.set_aside = plan.set_aside;
  round.files_folder = options_.home.files();
  round.pack_folder = options_.home.packs() + "/" + now.pack->sha256;
  round.key = key_;
  round.children = options_.threads;
  round.progress = progress;
  round.parsers = parsers_pack_ == now.pack->sha256 ? parsers_.get() : nullptr;
  return round;
}

Result<void> App::trial(const std::vector<journal::Command>& commands, const Look& look) {
  return trial(std::vector<TrialRound>{{commands, {}, false}}, look);
}

Result<void> App::trial(const std::vector<TrialRound>& rounds, const Look& look) {
  for (;;) {
    const Turn turn(rounds_);
    const int64_t before = sealed_.round;
    TRY(next_round({}, {}));
    if (sealed_.round == before) break;
  }
  const Turn turn(rounds_);
  const Used now = used();
  TRY(start_parsers(now));
  std::vector<journal::Command> commands;
  for (const TrialRound& one : rounds)
    commands.insert(commands.end(), one.commands.begin(), one.commands.end());
  TRY_ASSIGN(store::Transaction transaction, store::Transaction::begin(*round_session_));
  TRY_ASSIGN(const std::vector<int64_t> seqs, journal::write_trial(*round_session_, commands));
  journal::Seal last = sealed_;
  size_t taken = 0;
  for (const TrialRound& one : rounds) {
    const size_t first = taken;
    taken += one.commands.size();
    RoundPlan plan{last.round + 1, seqs[first], seqs[taken - 1], one.commands.front().day};
    plan.is_trial = true;
    plan.is_judged_only = one.is_judged_only;
    for (const journal::Command& command : one.commands)
      plan.registers->insert(frame::Payload(command.payload).text("register"));
    frame::RoundContext round = context(*round_session_, plan, now, {});
    round.only_rules = one.only_rules;
    last.day = plan.day;  // a trial closes no days
    TRY(visit_rooms(round, plan, last));
    ++last.round;
  }
  return look(*round_session_, seqs);
}

Result<void> App::while_still(const std::function<Result<void>(const journal::Seal&)>& body) {
  const Turn turn(rounds_);
  return body(sealed_);
}

Result<void> App::as_round(Day day, const std::function<Result<void>(frame::RoundContext&)>& body) {
  const Turn turn(rounds_);
  const Used now = used();
  TRY_ASSIGN(store::Transaction transaction, store::Transaction::begin(*round_session_));
  frame::RoundContext round = context(
      *round_session_, {sealed_.round + 1, sealed_.seq_to + 1, sealed_.seq_to, day}, now, {});
  round.registers.reset();
  TRY(frame::make_round_tables(round));
  return body(round);
}

}  // namespace diaodu::app
