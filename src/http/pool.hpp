#pragma once
// Threads that run handlers: a bounded queue, first come first served. A full queue says no at
// once.
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace diaodu::http {

class Pool {
 public:
  Pool(size_t threads, size_t queue_max);
  ~Pool();  // does what waits still, then ends
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  bool submit(std::function<void()> job);  // the job does not throw
  void finish();                           // no more jobs; returns when the last has run
  size_t waiting() const;
  size_t running() const;
  size_t queue_max() const { return queue_max_; }

 private:
  void work();
  const size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  size_t running_ = 0;
  bool is_ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace diaodu::http
