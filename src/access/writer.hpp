#pragma once
// The one writer of the tables of access: a thread with a session of its own. What waits is written
// in one transaction (at most 500 pieces, 2 ms of waiting), the audit rows of each piece with it;
// then the callers are told. If a piece cannot be written, each is tried alone. Internal to
// access/.
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include "access/access.hpp"

namespace diaodu::access {

class Writer {
 public:
  using Write = std::function<Result<void>(store::Session&)>;
  static Result<std::unique_ptr<Writer>> start(store::Store& store, const Options& options);
  ~Writer();
  // Ready when it is on disk; the number of its last audit row (0: it has none).
  std::future<Result<int64_t>> submit(Write write, std::vector<AuditEntry> audit = {});
  Result<int64_t> write(Write write, std::vector<AuditEntry> audit = {}) {
    return submit(std::move(write), std::move(audit)).get();
  }
  Result<void> while_still(const std::function<Result<void>()>& body);

 private:
  struct Piece {
    Write write;
    std::vector<AuditEntry> audit;
    std::promise<Result<int64_t>> answer;
    int64_t seq = 0;
  };
  struct End {
    int64_t seq = 0;
    std::string hash;
  };
  explicit Writer(const Options& options) : options_(options) {}
  Result<void> read_end();
  void work();
  void record(std::deque<Piece>& group);
  Result<void> append(std::deque<Piece>& group, End& end);
  void mark_end();

  const Options& options_;
  std::unique_ptr<store::Session> session_;
  End end_;  // the writer thread's
  int head_ = -1;
  int64_t synced_ = 0;  // seconds, of the head file

  std::mutex mutex_;
  std::condition_variable something_waits_;
  std::deque<Piece> queue_;
  bool is_closing_ = false;
  std::optional<Error> dead_;
  std::mutex writing_;  // held while a group is written
  std::thread thread_;
};

}  // namespace diaodu::access
