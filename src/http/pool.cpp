#include "http/pool.hpp"

namespace diaodu::http {

Pool::Pool(size_t threads, size_t queue_max) : queue_max_(queue_max) {
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}
Pool::~Pool() { finish(); }

void Pool::finish() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

bool Pool::submit(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    // A job that a thread can take at once does not count as waiting.
    if (is_ending_ || jobs_.size() + running_ >= queue_max_ + threads_.size()) return false;
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

size_t Pool::waiting() const {
  const std::lock_guard lock(mutex_);
  return jobs_.size();
}
size_t Pool::running() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

void Pool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return is_ending_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    std::function<void()> job = std::move(jobs_.front());
    jobs_.pop_front();
    ++running_;
    lock.unlock();
    job();
    job = nullptr;  // what it holds is freed outside the lock
    lock.lock();
    --running_;
  }
}

}  // namespace diaodu::http
