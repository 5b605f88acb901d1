#include "api/runner.hpp"

#include <algorithm>

namespace diaodu::api {
namespace {

constexpr int kWaitingMax = 4;  // threads of the pool that may sleep here

}  // namespace

Runner::Runner(Backend& backend, Progress progress, std::function<void()> after)
    : backend_(backend), progress_(std::move(progress)), after_(std::move(after)) {
  thread_ = std::thread([this] { work(); });
}

Runner::~Runner() {
  stop();
  thread_.join();
}

void Runner::stop() {
  std::lock_guard lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
}

void Runner::want(int64_t seq) {
  std::lock_guard lock(mutex_);
  wanted_ = std::max(wanted_, seq);
  changed_.notify_all();
}

bool Runner::is_working() const {
  std::lock_guard lock(mutex_);
  return working_;
}

Result<bool> Runner::wait(int64_t seq, std::chrono::milliseconds at_most) {
  std::unique_lock lock(mutex_);
  if (waiting_ >= kWaitingMax) return sealed_ >= seq;
  ++waiting_;
  changed_.wait_for(lock, at_most, [&] { return sealed_ >= seq || failed_ >= seq || stopping_; });
  --waiting_;
  if (sealed_ < seq && failed_ >= seq && error_) return *error_;
  return sealed_ >= seq;
}

void Runner::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stopping_ || wanted_ > std::max(sealed_, failed_); });
    if (stopping_) return;
    const int64_t seq = wanted_;
    working_ = true;
    lock.unlock();
    const Result<void> done = backend_.run_rounds(seq, progress_);
    if (done) after_();
    lock.lock();
    working_ = false;
    if (done) {
      sealed_ = std::max(sealed_, seq);
    } else {
      failed_ = seq;
      error_ = done.error();
    }
    changed_.notify_all();
  }
}

}  // namespace diaodu::api
