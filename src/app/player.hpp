#pragma once
// Plays a scenario: while its files are being made, those made before go through rounds.
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "app/output.hpp"
#include "app/wire.hpp"
#include "scenario/scenario.hpp"

namespace diaodu::app {

class Player {
 public:
  Player(App& app, std::string actor)
      : app_(app), actor_(std::move(actor)), runner_([this] { run(); }) {}
  ~Player();
  // Takes a submission in; waits while too much is queued. Gives the first error of the runner.
  Result<void> submit(const scenario::Submission& submission);
  Result<void> finish_day();  // until all of it is sealed

 private:
  void run();
  Result<void> run_waiting(std::deque<std::future<Result<int64_t>>> waiting);

  App& app_;
  std::string actor_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::future<Result<int64_t>>> queue_;
  int64_t queued_rows_ = 0;
  bool day_ended_ = false, is_running_ = false, is_closing_ = false;
  std::optional<Error> failed_;
  std::thread runner_;
};

}  // namespace diaodu::app
