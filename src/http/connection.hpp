#pragma once
// One connection: reads a head, has it answered, reads the next. Everything here runs on the one
// thread of its lane, except the job, which runs on a pool. Inside http/ only.
//
// A connection always has a deadline, which its lane looks at four times a second: no step can be
// forgotten. g++ 12 destroys by-value arguments of coroutines twice when they are made in the
// co_await itself; so coroutines here take references and plain values only.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "http/answer.hpp"
#include "http/body_sink.hpp"
#include "http/core.hpp"

namespace diaodu::http {

namespace asio = boost::asio;

class Connection;

// One I/O thread and the connections it serves.
struct Lane {
  std::set<Connection*> connections;  // before the context, whose end ends connections
  asio::io_context context{1};
  asio::steady_timer sweep_timer{context};
  std::thread thread;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `key` is what the gate counted, empty for a trusted proxy.
  Connection(Core& core, Lane& lane, asio::ip::tcp::socket socket, std::string peer,
             std::string key);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  asio::awaitable<void> run();
  void look_at_clock(Clock::time_point now);
  // Since when the client is waited for: a whole head, more of a body, or that it reads. Who has
  // been served before has 2 seconds of credit.
  std::optional<Clock::time_point> waiting() const;
  void let_go();
  void stop_when_idle();
  void stop_now();

 private:
  enum class Read { all, ended, too_slow };

  // connection.cpp
  asio::awaitable<bool> read_head();
  asio::awaitable<bool> answer();
  asio::awaitable<bool> answer_route(const Route* route);
  asio::awaitable<bool> ask_admission(const Route* route);
  asio::awaitable<bool> ask_memory(const Route* route);
  asio::awaitable<void> run_handler(const Route* route, Pool* pool);
  asio::awaitable<bool> on_pool(Pool* pool);  // runs job_; false when the queue is full
  asio::awaitable<bool> refuse(bool closes);  // with refusal_; says whether to go on
  void run_job();
  void make_request();
  bool enter_as_client();
  AnswerRules rules_now() const;
  void weigh_answer();
  void finish_request();

  // connection_body.cpp
  asio::awaitable<bool> read_body(const Route* route);  // false: refusal_, or the client is gone
  asio::awaitable<Read> read_some(size_t most);         // to the end of in_
  asio::awaitable<bool> read_to_memory();
  asio::awaitable<bool> read_to_disk(const Route* route);
  asio::awaitable<bool> open_sink(const Route* route);
  asio::awaitable<bool> write_sink(std::string_view bytes);
  asio::awaitable<bool> send_continue();
  asio::awaitable<void> linger();

  // connection_send.cpp
  asio::awaitable<bool> send();
  asio::awaitable<bool> write_all(std::string_view first, std::string_view second);
  asio::awaitable<bool> send_file();
  asio::awaitable<void> send_events();
  bool is_peer_gone();

  Core& core_;
  Lane& lane_;
  asio::ip::tcp::socket socket_;
  const std::string peer_, key_;
  asio::steady_timer wake_;
  Clock::time_point deadline_ = Clock::time_point::max();
  std::optional<Clock::time_point> waiting_since_;
  bool is_idle_ = false, is_timed_out_ = false, is_woken_ = false, is_gone_ = false,
       lingers_ = false, is_known_ = false;
  size_t served_ = 0;

  std::string in_;  // what has come and is not used yet: part of a head, or of one request ahead
  Head head_;
  Request request_;
  std::optional<Refusal> refusal_;
  Pairs refusal_params_;
  Admission admission_;
  uint64_t body_left_ = 0, body_counted_ = 0, answer_counted_ = 0;
  std::unique_ptr<BodySink> sink_;
  Outgoing out_;
  std::string route_, client_key_, failure_;
  Clock::time_point started_;
  uint64_t received_ = 0, sent_ = 0;

  std::function<void()> job_;
  bool is_job_done_ = true;
};

}  // namespace diaodu::http
