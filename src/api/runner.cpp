#include "api/runner.hpp"

namespace diaodu::api {
namespace {

constexpr int kWaitingMax = 4;  // threads of the pool that may sleep here
constexpr size_t kFailedMax = 1000;

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
  failed_.erase(seq);
  wanted_.insert(seq);
  changed_.notify_all();
}

bool Runner::is_working() const {
  std::lock_guard lock(mutex_);
  return working_;
}

Result<bool> Runner::wait(int64_t seq, std::chrono::milliseconds at_most) {
  std::unique_lock lock(mutex_);
  if (waiting_ >= kWaitingMax) return !wanted_.contains(seq) && !failed_.contains(seq);
  ++waiting_;
  changed_.wait_for(lock, at_most, [&] { return !wanted_.contains(seq) || stopping_; });
  --waiting_;
  if (const auto failed = failed_.find(seq); failed != failed_.end()) {
    Error error = failed->second;
    failed_.erase(failed);
    return error;
  }
  return !wanted_.contains(seq);
}

void Runner::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stopping_ || !wanted_.empty(); });
    if (stopping_) return;
    const std::vector<int64_t> wanted(wanted_.begin(), wanted_.end());
    working_ = true;
    lock.unlock();
    const Result<std::vector<int64_t>> done = backend_.run_towards(wanted, progress_);
    if (done) after_();
    lock.lock();
    working_ = false;
    if (done) {
      for (const int64_t seq : *done) wanted_.erase(seq);
    } else {
      for (const int64_t seq : wanted) {
        wanted_.erase(seq);
        failed_.insert_or_assign(seq, done.error());
      }
      while (failed_.size() > kFailedMax) failed_.erase(failed_.begin());
    }
    changed_.notify_all();
  }
}

}  // namespace diaodu::api
