#include "app/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "access/round_scope_maker.hpp"
#include "app/clock.hpp"
#include "app/packs.hpp"
#include "app/sql.hpp"
#include "frame/payload.hpp"
#include "frame/temporary.hpp"

namespace diaodu::app {
namespace {

constexpr int64_t kVerifiedAtStart = 10'000;  // entries of the chain
constexpr int kEntriesAPage = 5'000;
constexpr int kSilentDaysMax = 400;

Error behind_error(const journal::HighWater& mark, int64_t last) {
  return Error{
      "journal.behind",
      {fmt::format(
           "数据库只到第 {} 号操作，而高水位记录到第 {} 号：数据库丢失了最后的提交，或恢复了旧备份",
           last, mark.seq),
       fmt::format(
           "the database ends with command {}, but the high-water mark says {}: the database "
           "has lost its last commits, or an old copy was put back",
           last, mark.seq)},
      {fmt::format("先把较新的备份放回来；确认无法找回时运行 diaodu doctor --accept-loss "
                   "{}，此决定会写入日志",
                   last),
       fmt::format(
           "put a newer copy back; if there is none, run diaodu doctor --accept-loss {}: the "
           "decision is journalled",
           last)},
      {},
      {{"seq", std::to_string(last)}, {"high_water", std::to_string(mark.seq)}}};
}

Error broken_error(int64_t seq) {
  return Error{
      "journal.broken",
      {fmt::format("日志第 {} 号与前后不衔接，内容被改动过或已损坏", seq),
       fmt::format("entry {} of the journal does not fit the chain: it was altered or is damaged",
                   seq)},
      {"不要继续使用；把备份放回来，再运行 diaodu verify",
       "stop using it; put a copy back and run diaodu verify"},
      {},
      {{"seq", std::to_string(seq)}}};
}

Error day_closed_error(Day day, Day latest) {
  return Error{
      "round.day_closed",
      {fmt::format("{} 已经结束：系统已处理到 {}", to_text(day), to_text(latest)),
       fmt::format("{} has been closed: work has gone on to {}", to_text(day), to_text(latest))},
      {fmt::format("按 {} 或以后的日期报送", to_text(latest)),
       fmt::format("send it for {} or later", to_text(latest))},
      {},
      {{"day", to_text(day)}, {"latest", to_text(latest)}},
      Exit::usage};
}

Error far_day_error(Day day, Day latest) {
  return Error{
      "round.day_far",
      {fmt::format("{} 比已处理到的 {} 晚了 {} 天，像是写错了年份", to_text(day), to_text(latest),
                   day - latest),
       fmt::format("{} is {} days after {}, the last day worked on: is the year right?",
                   to_text(day), day - latest, to_text(latest))},
      {fmt::format("核对日期；确要跳过，先分几次运行 diaodu round run --day，每次不超过 {} 天",
                   kSilentDaysMax),
       fmt::format(
           "check the day; to go so far, run diaodu round run --day in steps of at most {} days",
           kSilentDaysMax)},
      {},
      {},
      Exit::usage};
}

}  // namespace

Turn::Turn(TurnQueue& queue) : queue_(queue) {
  std::unique_lock lock(queue_.mutex_);
  const uint64_t mine = queue_.given_++;
  queue_.next_.wait(lock, [&] { return queue_.serving_ == mine; });
}

Turn::~Turn() {
  std::lock_guard lock(queue_.mutex_);
  ++queue_.serving_;
  queue_.next_.notify_all();
}

Result<std::unique_ptr<App>> App::open(const AppOptions& options) {
  std::unique_ptr<App> app(new App(options));
  TRY(app->open_store());
  TRY(app->compare_with_mark());
  TRY(app->start_clerk());
  TRY(app->recover());
  return app;
}

App::~App() {
  access_.reset();
  clerk_.reset();  // writes out what waits
  round_session_.reset();
  lead_.reset();
}

namespace {

// A busy server notices only after a moment that the process before has gone.
Result<bool> lead(store::Session& session) {
  constexpr int kTries = 100;
  constexpr std::chrono::milliseconds kPause(50);
  for (int at = 0; at < kTries; ++at) {
    if (at > 0) std::this_thread::sleep_for(kPause);
    TRY_ASSIGN(const store::Batch held, session.query(sql::try_lead));
    if (held.rows() == 1 && !held.columns[0].is_null(0) && held.columns[0].boolean(0)) return true;
  }
  return false;
}

}  // namespace

Result<void> App::open_store() {
  if (!options_.create) TRY(check_home(options_.home));  // init finishes it last
  TRY_ASSIGN(key_, read_key(options_.home));
  TRY_ASSIGN(store_, store::Store::open({.data = options_.home.data,
                                         .threads = options_.threads,
                                         .create = options_.create}));
  TRY_ASSIGN(lead_, store_->session());
  if (store_->engine() == store::Engine::postgres) {
    TRY_ASSIGN(const bool leads, lead(*lead_));
    if (!leads) {
      return Error{"app.led_elsewhere",
                   {"另一台机器或另一个目录上的 diaodu 正在使用这个数据库",
                    "another diaodu, on another machine or folder, uses this database"},
                   {"等它结束，或用同一个 --files 目录以便转交给它",
                    "wait until it has ended, or name the same --files DIR to have it do the work"},
                   {}};
    }
  }
  TRY(store::migrate(*lead_));
  if (store_->engine() == store::Engine::postgres) {
    TRY(lead_->run(sql::next_epoch));
    TRY_ASSIGN(const store::Batch epoch, lead_->query(sql::epoch));
    epoch_ = epoch["epoch"].int64(0);
  }
  return {};
}

Result<void> App::compare_with_mark() {
  TRY_ASSIGN(const journal::ChainReport chain, journal::check_chain(*lead_, kVerifiedAtStart));
  if (chain.broken_at) return broken_error(*chain.broken_at);
  TRY_ASSIGN(const auto mark, journal::read_high_water(options_.home.high_water()));
  if (!mark) return {};
  if (chain.last_seq < mark->seq) {
    if (options_.accept_loss == chain.last_seq) return {};
    return behind_error(*mark, chain.last_seq);
  }
  if (mark->seq == 0) return {};
  TRY_ASSIGN(const auto entries, journal::read(*lead_, mark->seq - 1, 1));
  if (entries.size() != 1 || entries[0].hash != mark->hash) return broken_error(mark->seq);
  return {};
}

// On PostgreSQL each commit makes sure that no other process has taken over since.
Fence App::fence() {
  if (store_->engine() != store::Engine::postgres) return {};
  return [this](store::Session& session) -> Result<void> {
    TRY_ASSIGN(const store::Batch now, session.query(sql::epoch_held));
    if (now.rows() == 1 && now["epoch"].int64(0) == epoch_) return {};
    return Error{"store.fatal",
                 {"另一个 diaodu 已接管这个数据库", "another diaodu has taken this database over"},
                 {"结束本进程后重新启动", "end this process and start again"},
                 {},
                 {},
                 Exit::storage_failed};
  };
}

Result<void> App::start_clerk() {
  TRY_ASSIGN(const auto mark, journal::read_high_water(options_.home.high_water()));
  journal::ClerkOptions clerk;
  clerk.high_water_file = options_.home.high_water();
  clerk.clock = [this] {
    const Used now = used();
    return now_text(now.pack ? now.pack->utc_offset_minutes : 480);
  };
  clerk.before_commit = [this] { return make_files_durable(); };
  clerk.fence = fence();
  TRY_ASSIGN(clerk_, journal::Clerk::start(*store_, clerk));
  if (!options_.accept_loss || !mark) return {};
  TRY_ASSIGN(const auto end, journal::check_chain(*lead_, 1));
  if (end.last_seq != *options_.accept_loss || end.last_seq >= mark->seq) return {};
  TRY(journal_only({"loss_accepted",
                    fmt::format(R"({{"seq_kept":{},"seq_lost":{}}})", end.last_seq, mark->seq),
                    "operator",
                    Day{},
                    {}}));
  return {};
}

// What stands in the journal is carried on: the pack in use, the last day, a round begun and not
// sealed.
Result<void> App::recover() {
  TRY_ASSIGN(round_session_, store_->session());
  TRY_ASSIGN(const auto seal, journal::last_seal(*round_session_));
  if (seal) sealed_ = *seal;
  latest_day_ = sealed_.day;
  TRY_ASSIGN(const store::Batch pack, lead_->query(sql::pack_in_use, {{"seq_to", sealed_.seq_to}}));
  if (pack.rows() == 1) TRY(use_pack(frame::Payload(pack["payload"].text(0)).text("sha256")));
  int64_t after = sealed_.seq_to;
  std::vector<journal::Entry> entries;
  for (;;) {
    TRY_ASSIGN(std::vector<journal::Entry> page, journal::read(*lead_, after, kEntriesAPage));
    if (page.empty()) break;
    after = page.back().seq;
    std::move(page.begin(), page.end(), std::back_inserter(entries));
  }
  ahead_ = ahead_of(sealed_, entries);
  for (const journal::Entry& entry : entries) {
    latest_day_ = std::max(latest_day_, entry.day);
    if (entry.kind == "round_run" &&
        frame::Payload(entry.payload).number("round") == sealed_.round + 1) {
      begun_ = plan_again(sealed_, entries, entry);
    }
  }
  if (!begun_) return {};
  // One that fails again does not keep the data from being looked at: it stays begun, doctor tells
  // of it, and the next command that needs a round is given its error.
  Result<void> again = next_round({}, {});
  if (!again && again.error().exit == Exit::storage_failed) return again;
  return {};
}

Used App::used() {
  std::lock_guard lock(mutex_);
  return used_;
}

Result<void> App::use_pack(const std::string& sha256) {
  TRY_ASSIGN(const Used kept, load_kept_pack(options_.home, sha256));
  std::lock_guard lock(mutex_);
  used_ = kept;
  return {};
}

Result<KeptFile> App::keep_file(const std::string& path, bool may_move) {
  TRY_ASSIGN(KeptFile kept, keep(options_.home, path, may_move));
  std::lock_guard lock(mutex_);
  new_files_.push_back(kept.path);
  return kept;
}

Result<void> App::make_files_durable() {
  std::vector<std::string> paths;
  {
    std::lock_guard lock(mutex_);
    paths.swap(new_files_);
  }
  Result<void> done = make_durable(options_.home, paths);
  if (done) return done;
  std::lock_guard lock(mutex_);  // the next group tries them again
  new_files_.insert(new_files_.end(), paths.begin(), paths.end());
  return done;
}

Day App::latest_day() {
  std::lock_guard lock(mutex_);
  return latest_day_;
}

std::future<Result<int64_t>> App::submit(journal::Command command) {
  std::lock_guard lock(mutex_);
  std::optional<Error> refused;
  if (command.day == Day{}) {
    command.day = latest_day_;
  } else if (command.day < latest_day_) {
    refused = day_closed_error(command.day, latest_day_);
  } else if (latest_day_ != Day{} && command.day - latest_day_ > kSilentDaysMax) {
    refused = far_day_error(command.day, latest_day_);
  }
  if (refused) {
    std::promise<Result<int64_t>> answer;
    answer.set_value(*refused);
    return answer.get_future();
  }
  latest_day_ = command.day;
  return clerk_->submit(std::move(command));  // under the lock: days stand in the journal in order
}

Result<int64_t> App::journal_only(journal::Command command) {
  if (command.day == Day{}) command.day = latest_day();
  return clerk_->submit_and_wait(std::move(command));
}

Result<std::optional<journal::Seal>> App::last_seal() {
  TRY_ASSIGN(const auto session, reader());
  return journal::last_seal(*session);
}

Result<journal::Seal> App::run_day(std::optional<Day> day, const RoundLimits& limits,
                                   const Progress& progress) {
  for (;;) {  // what waits comes first
    const Turn turn(rounds_);
    const int64_t before = sealed_.round;
    TRY(next_round(limits, progress));
    if (sealed_.round == before) break;
  }
  const Turn turn(rounds_);
  if (!day || *day == sealed_.day) return sealed_;
  {
    std::lock_guard lock(mutex_);
    if (*day < latest_day_) return day_closed_error(*day, latest_day_);
    if (latest_day_ != Day{} && *day - latest_day_ > kSilentDaysMax)
      return far_day_error(*day, latest_day_);
    latest_day_ = *day;
  }
  TRY(run_plan({sealed_.round + 1, sealed_.seq_to + 1, sealed_.seq_to, *day}, progress));
  return sealed_;
}

}  // namespace diaodu::app
