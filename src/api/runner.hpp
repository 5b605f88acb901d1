#pragma once
// Has rounds run for what was journalled, on a thread of its own, so that an answer may go out
// while a long round is still at work.
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "api/backend.hpp"

namespace diaodu::api {

class Runner {
 public:
  // `after`: on the runner's thread, when a round is sealed and before those who wait are told.
  Runner(Backend& backend, Progress progress, std::function<void()> after);
  ~Runner();               // waits for the round that runs
  void want(int64_t seq);  // that it be done: of a great file, all its rounds
  // For one that was wanted: until it is done (true), or so long (false). An error of a round is
  // everybody's who waits.
  Result<bool> wait(int64_t seq, std::chrono::milliseconds at_most);
  bool is_working() const;
  void stop();  // those who wait are let go; no further round is begun

 private:
  void work();
  Backend& backend_;
  Progress progress_;
  std::function<void()> after_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::set<int64_t> wanted_;
  std::map<int64_t, Error> failed_;  // the last kFailedMax that nobody asked for
  bool working_ = false, stopping_ = false;
  int waiting_ = 0;
  std::thread thread_;
};

}  // namespace diaodu::api
