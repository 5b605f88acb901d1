// Bodies: to memory or to disk, with the rate watched; and the end of a refused connection.
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "http/connection.hpp"
#include "http/words.hpp"

namespace diaodu::http {
namespace {

constexpr size_t kDiskPiece = 256 * 1024;
constexpr size_t kMemoryPiece = 64 * 1024;

// When `bytes` must have come (or gone): never idle too long, and not too slow on the whole.
Clock::time_point next_deadline(const Limits& limits, Clock::time_point started, uint64_t bytes) {
  const Limits::Seconds whole{limits.body_grace.count() +
                              static_cast<double>(bytes) / limits.body_bytes_per_second};
  return std::min(Clock::now() + to_duration(limits.idle_time), started + to_duration(whole));
}

}  // namespace

// The caller has set the deadline.
asio::awaitable<Connection::Read> Connection::read_some(size_t most) {
  const size_t before = in_.size();
  const bool is_head = waiting_since_.has_value();  // which counts from its first byte
  if (!is_head) waiting_since_ = Clock::now();
  is_timed_out_ = false;
  in_.resize(before + most);
  boost::system::error_code failed;
  const size_t got = co_await socket_.async_read_some(
      asio::buffer(in_.data() + before, most), asio::redirect_error(asio::use_awaitable, failed));
  if (!is_head) waiting_since_.reset();
  in_.resize(before + got);
  received_ += got;
  core_.counters.received += got;
  if (is_timed_out_) co_return Read::too_slow;
  if (failed || got == 0) {
    is_gone_ = true;
    co_return Read::ended;
  }
  co_return Read::all;
}

asio::awaitable<bool> Connection::read_body(const Route* route) {
  if (body_left_ > 0 && head_.expects_continue && in_.empty() && !co_await send_continue())
    co_return false;
  bool is_good = true;
  if (route->body_to_file)
    is_good = co_await read_to_disk(route);
  else if (body_left_ > 0)
    is_good = co_await read_to_memory();
  deadline_ = Clock::time_point::max();
  co_return is_good;
}

asio::awaitable<bool> Connection::send_continue() {
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  co_return co_await write_all(kContinue, {});
}

asio::awaitable<bool> Connection::read_to_memory() {
  const Limits& limits = core_.options.limits;
  const Clock::time_point started = Clock::now();
  uint64_t come = 0;
  while (true) {
    const size_t piece = static_cast<size_t>(std::min<uint64_t>(body_left_, in_.size()));
    // What has come is counted, not what was announced: to hold the memory one must send.
    body_counted_ += piece;
    if ((core_.memory_bodies += piece) > limits.memory_bodies_max) {
      refusal_ = memory_full();
      co_return false;
    }
    request_.body.append(in_, 0, piece);
    in_.erase(0, piece);
    body_left_ -= piece;
    come += piece;
    if (body_left_ == 0) co_return true;
    deadline_ = next_deadline(limits, started, come);
    const Read got =
        co_await read_some(static_cast<size_t>(std::min<uint64_t>(body_left_, kMemoryPiece)));
    if (got == Read::too_slow) refusal_ = too_slow();
    if (got != Read::all) co_return false;
  }
}

// False: refusal_ is set.
asio::awaitable<bool> Connection::open_sink(const Route*) {
  sink_ = std::make_unique<BodySink>();
  job_ = [this] {
    uint64_t length = 0;
    if (admission_.append_to.empty()) {
      refusal_ = sink_->open_new(core_.options.upload_folder, "body-" + request_.id);
    } else {
      refusal_ = sink_->open_append(admission_.append_to, admission_.append_at, length);
      if (refusal_) refusal_params_ = {{"offset", std::to_string(length)}};
    }
  };
  if (!co_await on_pool(&core_.disk)) refusal_ = busy();
  co_return !refusal_.has_value();
}

asio::awaitable<bool> Connection::write_sink(std::string_view bytes) {
  job_ = [this, bytes] { refusal_ = sink_->write(bytes); };
  deadline_ = Clock::time_point::max();
  if (!co_await on_pool(&core_.disk)) refusal_ = busy();
  co_return !refusal_.has_value();
}

asio::awaitable<bool> Connection::read_to_disk(const Route* route) {
  const Limits& limits = core_.options.limits;
  if (!co_await open_sink(route)) co_return false;
  Clock::time_point started = Clock::now();
  uint64_t come = 0;
  while (true) {
    const size_t piece = static_cast<size_t>(std::min<uint64_t>(body_left_, in_.size()));
    if (piece == kDiskPiece || piece == body_left_) {
      if (piece > 0 && !co_await write_sink(std::string_view(in_).substr(0, piece)))
        co_return false;
      in_.erase(0, piece);
      body_left_ -= piece;
      if (body_left_ == 0) break;
      continue;
    }
    deadline_ = next_deadline(limits, started, come);
    const size_t before = in_.size();
    const Read got = co_await read_some(
        static_cast<size_t>(std::min<uint64_t>(body_left_ - before, kDiskPiece - before)));
    come += in_.size() - before;
    if (got == Read::all) continue;
    if (got == Read::too_slow) refusal_ = too_slow();
    // What came of an upload in pieces is kept.
    std::optional<Refusal> why = std::move(refusal_);
    const std::string_view rest = in_;
    if (!admission_.append_to.empty() && !rest.empty()) co_await write_sink(rest);
    refusal_ = std::move(why);
    co_return false;
  }
  job_ = [this] {
    request_.body_file = sink_->finish();
    sink_.reset();
  };
  deadline_ = Clock::time_point::max();
  if (!co_await on_pool(&core_.disk)) refusal_ = busy();
  in_.shrink_to_fit();
  co_return !refusal_.has_value();
}

// The client may still be sending: if we closed at once it would get a reset in place of our
// answer.
asio::awaitable<void> Connection::linger() {
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  deadline_ = Clock::now() + std::chrono::seconds(2);
  Read got = Read::all;
  while (got == Read::all) {
    in_.clear();
    got = co_await read_some(kMemoryPiece);
  }
}

}  // namespace diaodu::http
