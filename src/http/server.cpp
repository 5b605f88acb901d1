#include "http/server.hpp"

#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>

#include "base/check.hpp"
#include "http/connection.hpp"
#include "http/words.hpp"

namespace diaodu::http {
namespace {

constexpr int kKernelBytes = 256 * 1024;
constexpr auto kSweepEvery = std::chrono::milliseconds(250);
using Guard = asio::executor_work_guard<asio::io_context::executor_type>;

// "[::1]:8080", "localhost:80"
std::optional<asio::ip::tcp::endpoint> endpoint_of(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  std::string host = listen.substr(0, colon);
  if (host == "localhost") host = "127.0.0.1";
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  const std::string port = listen.substr(colon + 1);
  if (port.empty() || port.size() > 5 ||
      port.find_first_not_of("0123456789") != std::string::npos || std::stoul(port) > 65535)
    return std::nullopt;
  boost::system::error_code failed;
  const auto address = asio::ip::make_address(host, failed);
  if (failed) return std::nullopt;
  return asio::ip::tcp::endpoint(address, static_cast<uint16_t>(std::stoul(port)));
}

Error cannot_listen(const std::string& where, const std::string& why) {
  return {"http.listen",
          {"无法在 " + where + " 监听：" + why, "cannot listen on " + where + ": " + why},
          {"核对 --listen 的地址；也可能端口已被另一个程序占用",
           "see whether the address of --listen is right; another program may hold the port"},
          "",
          {}};
}

}  // namespace

struct Server::Inside {
  explicit Inside(Options options) : core(std::move(options)) {}
  asio::awaitable<void> accept();
  asio::awaitable<void> sweep(Lane* lane);
  void welcome(asio::ip::tcp::socket socket, Lane& lane);
  void let_one_go(Lane& lane);
  void turn_away(asio::ip::tcp::socket& socket, const Refusal& refusal);
  void each_connection(void (Connection::*act)());
  bool wait_until_none(Limits::Seconds most);

  Core core;
  std::vector<std::unique_ptr<Lane>> lanes;
  std::unique_ptr<asio::ip::tcp::acceptor> acceptor;
  std::vector<Guard> guards;
  size_t next_lane = 0;
  std::mutex mutex;
  std::condition_variable changed;
  bool is_asked_to_stop = false;
};

Server::Server(Options options) : inside_(std::make_unique<Inside>(std::move(options))) {}
Server::~Server() = default;

Result<void> Server::listen(Router router) {
  const Options& options = inside_->core.options;
  const auto endpoint = endpoint_of(options.listen);
  if (!endpoint) return cannot_listen(options.listen, "address:port");
  rlimit files{};  // each connection is an open file
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
  }
  for (size_t i = 0; i < std::max<size_t>(1, options.io_threads); ++i)
    inside_->lanes.push_back(std::make_unique<Lane>());
  auto acceptor = std::make_unique<asio::ip::tcp::acceptor>(inside_->lanes[0]->context);
  boost::system::error_code failed;
  acceptor->open(endpoint->protocol(), failed);
  if (!failed) acceptor->set_option(asio::socket_base::reuse_address(true), failed);
  // What the kernel holds for each connection, at most; accepted sockets inherit it.
  if (!failed) acceptor->set_option(asio::socket_base::send_buffer_size(kKernelBytes), failed);
  if (!failed) acceptor->set_option(asio::socket_base::receive_buffer_size(kKernelBytes), failed);
  if (!failed) acceptor->bind(*endpoint, failed);
  if (!failed) acceptor->listen(1024, failed);
  if (failed) return cannot_listen(options.listen, failed.message());
  inside_->acceptor = std::move(acceptor);
  inside_->core.router = std::move(router);
  return {};
}

// An answer that must not cost anything: what does not fit at once is not sent.
void Server::Inside::turn_away(asio::ip::tcp::socket& socket, const Refusal& refusal) {
  ++core.counters.refused;
  core.counters.count_refusal(refusal.code);
  Reply reply = to_reply(refusal, Language::zh);
  reply.close = true;
  const Outgoing out = prepare(std::move(reply), Request{}, AnswerRules{});
  const std::string wire = out.head + std::string(out.body());
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.send(asio::buffer(wire), 0, ignored);
  socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  std::array<char, 4096> dropped{};  // what is unread when we close would turn into a reset
  socket.receive(asio::buffer(dropped), 0, ignored);
}

void Server::Inside::welcome(asio::ip::tcp::socket socket, Lane& lane) {
  ++core.counters.accepted;
  boost::system::error_code failed;
  const auto from = socket.remote_endpoint(failed);
  if (failed) return;
  const std::string peer = normal_address(from.address().to_string());
  const size_t most = core.options.limits.connections_max;
  // Who keeps us waiting makes room for a newcomer; a few may be on their way out.
  if (core.counters.open >= most) asio::post(lane.context, [this, &lane] { let_one_go(lane); });
  if (core.counters.open >= most + most / 8) return turn_away(socket, busy());
  std::string key;
  if (core.trusted.count(peer) == 0) {
    key = gate_key(peer);
    if (!core.connections.enter(key, core.options.limits.connections_per_address))
      return turn_away(socket, too_many_connections());
  }
  socket.set_option(asio::ip::tcp::no_delay(true), failed);
  ++core.counters.open;  // from now on, not only when its lane gets to it
  asio::post(lane.context, [this, &lane, peer, key, moved = std::move(socket)]() mutable {
    auto connection = std::make_shared<Connection>(core, lane, std::move(moved), peer, key);
    --core.counters.open;
    if (core.is_stopping) return;
    asio::co_spawn(lane.context, connection->run(), [this](std::exception_ptr failed_how) {
      if (failed_how) core.counters.count_refusal("http.failed");
    });
  });
}

void Server::Inside::let_one_go(Lane& lane) {
  const Clock::time_point recent = Clock::now() - std::chrono::seconds(1);
  Connection* first = nullptr;
  for (Connection* one : lane.connections) {
    const auto since = one->waiting();
    if (!since || *since > recent) continue;
    if (first == nullptr || *since < *first->waiting()) first = one;
  }
  if (first == nullptr) return;
  core.counters.count_refusal("http.busy");
  first->let_go();
}

asio::awaitable<void> Server::Inside::accept() {
  asio::steady_timer pause(lanes[0]->context);
  while (acceptor->is_open()) {
    Lane& lane = *lanes[next_lane++ % lanes.size()];
    asio::ip::tcp::socket socket(lane.context);
    boost::system::error_code failed, ignored;
    co_await acceptor->async_accept(socket, asio::redirect_error(asio::use_awaitable, failed));
    if (!failed) {
      welcome(std::move(socket), lane);
      continue;
    }
    if (core.is_stopping) co_return;
    pause.expires_after(std::chrono::milliseconds(50));  // no more open files, for example
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

asio::awaitable<void> Server::Inside::sweep(Lane* lane) {
  boost::system::error_code ignored;
  while (true) {
    lane->sweep_timer.expires_after(kSweepEvery);
    co_await lane->sweep_timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    const Clock::time_point now = Clock::now();
    for (Connection* one : lane->connections) one->look_at_clock(now);
  }
}

void Server::Inside::each_connection(void (Connection::*act)()) {
  for (const auto& lane : lanes)
    asio::post(lane->context, [one_lane = lane.get(), act] {
      for (Connection* one : one_lane->connections) (one->*act)();
    });
}

bool Server::Inside::wait_until_none(Limits::Seconds most) {
  const Clock::time_point end = Clock::now() + to_duration(most);
  while (core.counters.open > 0 && Clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  return core.counters.open == 0;
}

void Server::run() {
  Inside& in = *inside_;
  CHECK(in.acceptor != nullptr, "run() comes after a good listen()");
  for (const auto& lane : in.lanes) {
    in.guards.push_back(asio::make_work_guard(lane->context));
    asio::co_spawn(lane->context, in.sweep(lane.get()), asio::detached);
  }
  asio::co_spawn(in.lanes[0]->context, in.accept(), asio::detached);
  for (const auto& lane : in.lanes) lane->thread = std::thread([&lane] { lane->context.run(); });
  {
    std::unique_lock lock(in.mutex);
    in.changed.wait(lock, [&] { return in.is_asked_to_stop; });
  }
  in.core.is_stopping = true;
  asio::post(in.lanes[0]->context, [&in] {
    boost::system::error_code ignored;
    in.acceptor->close(ignored);
  });
  in.each_connection(&Connection::stop_when_idle);
  if (!in.wait_until_none(in.core.options.limits.stop_time)) {
    in.each_connection(&Connection::stop_now);
    in.wait_until_none(Limits::Seconds{2});
  }
  in.core.handlers.finish();
  in.core.quick.finish();
  in.core.disk.finish();
  in.wait_until_none(Limits::Seconds{2});
  in.guards.clear();
  for (const auto& lane : in.lanes) {
    lane->context.stop();
    lane->thread.join();
  }
}

void Server::stop() {
  {
    const std::lock_guard lock(inside_->mutex);
    inside_->is_asked_to_stop = true;
  }
  inside_->changed.notify_all();
}

uint16_t Server::port() const {
  boost::system::error_code ignored;
  return inside_->acceptor ? inside_->acceptor->local_endpoint(ignored).port() : uint16_t{0};
}
const Router& Server::router() const { return inside_->core.router; }
EventHub& Server::events() { return inside_->core.hub; }

Metrics Server::metrics() const {
  const Core& core = inside_->core;
  Metrics metrics = core.counters.snapshot();
  metrics.queue_waiting = core.handlers.waiting() + core.quick.waiting();
  metrics.queue_max = core.options.limits.queue_max;
  metrics.handlers_running = core.handlers.running() + core.quick.running();
  return metrics;
}

}  // namespace diaodu::http
