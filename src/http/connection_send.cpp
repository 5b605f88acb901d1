// Answers out: from memory, from a file, and streams of events.
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>

#include "http/connection.hpp"

namespace diaodu::http {
namespace {
constexpr size_t kFilePiece = 256 * 1024;
}

// Sends out_; says whether the connection goes on.
asio::awaitable<bool> Connection::send() {
  bool is_sent = co_await write_all(out_.head, out_.body());
  if (is_sent && out_.file >= 0) is_sent = co_await send_file();
  if (is_sent && out_.events) co_await send_events();
  const double seconds = std::chrono::duration<double>(Clock::now() - started_).count();
  core_.counters.count(request_.method, route_, out_.status, seconds);
  if (core_.options.access_log) {
    AccessLine line;
    line.request_id = request_.id;
    line.remote_address = request_.remote_address.empty() ? peer_ : request_.remote_address;
    line.method = request_.method;
    line.route = route_;
    line.failure = failure_;
    line.status = out_.status;
    line.bytes_received = received_;
    line.bytes_sent = sent_;
    line.seconds = seconds;
    core_.options.access_log(line);
  }
  received_ = sent_ = 0;
  deadline_ = Clock::time_point::max();
  const bool goes_on = is_sent && out_.keep_alive;
  is_known_ = is_known_ || is_sent;
  constexpr unsigned kTooSlow = 408;  // who was waited for in vain is not waited for again
  lingers_ = is_sent && !goes_on && out_.status != kTooSlow;
  co_return goes_on;
}

asio::awaitable<bool> Connection::write_all(std::string_view first, std::string_view second) {
  const Limits& limits = core_.options.limits;
  const Clock::time_point started = Clock::now();
  uint64_t gone = 0;
  is_timed_out_ = false;
  while (!first.empty() || !second.empty()) {
    const Limits::Seconds whole{limits.body_grace.count() +
                                static_cast<double>(gone) / limits.body_bytes_per_second};
    deadline_ =
        std::min(Clock::now() + to_duration(limits.idle_time), started + to_duration(whole));
    const std::array<asio::const_buffer, 2> pieces{asio::buffer(first.data(), first.size()),
                                                   asio::buffer(second.data(), second.size())};
    boost::system::error_code failed;
    waiting_since_ = Clock::now();
    const size_t done = co_await socket_.async_write_some(
        pieces, asio::redirect_error(asio::use_awaitable, failed));
    waiting_since_.reset();
    gone += done;
    sent_ += done;
    core_.counters.sent += done;
    const size_t of_first = std::min(done, first.size());
    first.remove_prefix(of_first);
    second.remove_prefix(done - of_first);
    if (failed) {
      is_gone_ = true;
      co_return false;
    }
  }
  deadline_ = Clock::time_point::max();
  co_return true;
}

asio::awaitable<bool> Connection::send_file() {
  std::string piece;
  ssize_t got = 0;
  while (out_.file_at < out_.file_end) {
    job_ = [this, &piece, &got] {
      piece.resize(
          static_cast<size_t>(std::min<uint64_t>(kFilePiece, out_.file_end - out_.file_at)));
      do {
        got = ::pread(out_.file, piece.data(), piece.size(), static_cast<off_t>(out_.file_at));
      } while (got < 0 && errno == EINTR);
    };
    // The length is told already: a file that grew shorter can only end the connection.
    if (!co_await on_pool(&core_.disk) || refusal_ || got <= 0) co_return false;
    const std::string_view bytes = std::string_view(piece).substr(0, static_cast<size_t>(got));
    if (!co_await write_all(bytes, {})) co_return false;
    out_.file_at += static_cast<uint64_t>(got);
  }
  co_return true;
}

bool Connection::is_peer_gone() {
  char byte = 0;
  const ssize_t got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

asio::awaitable<void> Connection::send_events() {
  const Limits& limits = core_.options.limits;
  std::weak_ptr<Connection> weak = weak_from_this();
  asio::io_context& context = lane_.context;
  // Called from a publisher's thread.
  const auto wake = [weak, &context] {
    asio::post(context, [weak] {
      if (const auto self = weak.lock()) {
        self->is_woken_ = true;
        self->wake_.cancel();
      }
    });
  };
  const std::string last_id(request_.header("last-event-id").value_or(""));
  is_woken_ = true;
  const auto subscription = core_.hub.subscribe(out_.events->topics, last_id, wake);
  ++core_.counters.readers;
  if (!client_key_.empty()) core_.requests.leave(client_key_);  // streams have a limit of their own
  client_key_.clear();
  const Clock::time_point end = Clock::now() + to_duration(limits.event_stream_time);
  std::string wire;
  std::string_view hello = "retry: 3000\n\n";
  boost::system::error_code ignored;
  while (!core_.is_stopping && !is_gone_ && Clock::now() < end && !is_peer_gone()) {
    if (!core_.hub.take(subscription, wire)) break;
    const bool was_woken = std::exchange(is_woken_, false);
    if (wire.empty() && !was_woken) wire = ": still here\n\n";
    const bool is_sent = co_await write_all(hello, wire);
    hello = {};
    if (!is_sent) break;
    if (is_woken_) continue;
    wake_.expires_at(std::min(end, Clock::now() + to_duration(limits.event_heartbeat)));
    co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  core_.hub.unsubscribe(subscription);
  --core_.counters.readers;
}

}  // namespace diaodu::http
