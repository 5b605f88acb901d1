#pragma once
// Answers made once a round and sent to many: serialized and compressed. Only what holds no row of
// a person and is the same for all who may see the place.
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.hpp"
#include "http/reply.hpp"

namespace diaodu::api {

class Boards {
 public:
  using Body = std::shared_ptr<const http::ReadyBody>;
  using Make = std::function<Result<std::string>()>;  // must outlive the request: holds values only
  // The answer of this round; made by one caller while others wait for it.
  Result<Body> get(const std::string& key, int64_t round, const Make& make);
  // What is there: of this round, or of the one before while `refresh` is still to come to it.
  // Waits for nothing; null: there is none.
  Body find(const std::string& key, int64_t round);
  // Makes those anew that were asked for lately, for at most so long; goes on when called again.
  void refresh(int64_t round, std::chrono::milliseconds at_most);

 private:
  using Clock = std::chrono::steady_clock;
  struct Slot {
    int64_t round = -1;
    Body body;
    Make make;
    Clock::time_point asked;
    bool is_made = false;  // somebody is at it
  };
  Result<Body> make_in(const std::shared_ptr<Slot>& slot, int64_t round);
  void drop_oldest();
  std::mutex mutex_;
  std::condition_variable made_;
  std::map<std::string, std::shared_ptr<Slot>> slots_;
};

}  // namespace diaodu::api
