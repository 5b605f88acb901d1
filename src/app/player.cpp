#include "app/player.hpp"

#include <filesystem>

#include "app/intake.hpp"

namespace diaodu::app {
namespace {

constexpr RoundLimits kLimits;
constexpr int64_t kQueuedRowsMax = 2'500'000;

int64_t estimated_rows(const std::string& path) {
  if (path.empty()) return 1;
  std::error_code ignored;
  const auto bytes = static_cast<int64_t>(std::filesystem::file_size(path, ignored));
  return bytes / (path.ends_with("x") ? 20 : 100) + 1;
}

}  // namespace

Player::~Player() {
  {
    std::lock_guard lock(mutex_);
    is_closing_ = true;
  }
  changed_.notify_all();
  runner_.join();
}

Result<void> Player::submit(const scenario::Submission& submission) {
  const int64_t rows = estimated_rows(submission.path);
  Handed handed;
  handed.register_id = submission.register_id;
  handed.area = submission.area;
  handed.path = submission.path;
  handed.actor = actor_;
  handed.day = submission.day;
  handed.is_full = submission.full;
  handed.may_move = true;
  journal::Command command;
  if (submission.state == "suspended") {
    command = suspend_command(handed, submission.by);
  } else if (submission.path.empty()) {
    command = nil_command(handed, submission.by);
  } else {
    TRY_ASSIGN(command, command_for_file(app_, handed));
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return failed_ || queued_rows_ < kQueuedRowsMax; });
  if (failed_) return *failed_;
  queue_.push_back(app_.submit(std::move(command)));
  queued_rows_ += rows;
  lock.unlock();
  changed_.notify_all();
  return {};
}

Result<void> Player::finish_day() {
  std::unique_lock lock(mutex_);
  day_ended_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return failed_ || (queue_.empty() && !is_running_); });
  day_ended_ = false;
  if (failed_) return *failed_;
  return {};
}

void Player::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] {
      const bool is_enough = queued_rows_ >= kLimits.rows_max ||
                             static_cast<int64_t>(queue_.size()) >= kLimits.parcels_max;
      return is_closing_ || is_enough || (day_ended_ && !queue_.empty());
    });
    if (is_closing_) return;
    std::deque<std::future<Result<int64_t>>> waiting;
    waiting.swap(queue_);
    queued_rows_ = 0;
    is_running_ = true;
    lock.unlock();
    changed_.notify_all();
    Result<void> done = run_waiting(std::move(waiting));
    lock.lock();
    is_running_ = false;
    if (!done) failed_ = std::move(done).error();
    changed_.notify_all();
    if (failed_) return;
  }
}

Result<void> Player::run_waiting(std::deque<std::future<Result<int64_t>>> waiting) {
  std::vector<int64_t> seqs;
  for (auto& answer : waiting) {
    TRY_ASSIGN(const int64_t seq, answer.get());
    seqs.push_back(seq);
  }
  for (const int64_t seq : seqs) TRY(app_.run_rounds(seq, kLimits, {}));  // mostly done already
  return {};
}

}  // namespace diaodu::app
