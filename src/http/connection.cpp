#include "http/connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "http/words.hpp"

namespace diaodu::http {

Connection::Connection(Core& core, Lane& lane, asio::ip::tcp::socket socket, std::string peer,
                       std::string key)
    : core_(core),
      lane_(lane),
      socket_(std::move(socket)),
      peer_(std::move(peer)),
      key_(std::move(key)),
      wake_(lane.context) {
  lane_.connections.insert(this);
  ++core_.counters.open;
}

Connection::~Connection() {
  lane_.connections.erase(this);
  if (!key_.empty()) core_.connections.leave(key_);
  finish_request();
  --core_.counters.open;
}

void Connection::look_at_clock(Clock::time_point now) {
  if (now < deadline_) return;
  is_timed_out_ = true;
  deadline_ = Clock::time_point::max();
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

std::optional<Clock::time_point> Connection::waiting() const {
  if (!waiting_since_) return std::nullopt;
  return *waiting_since_ + std::chrono::seconds(is_known_ ? 2 : 0);
}

void Connection::let_go() {
  waiting_since_.reset();
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Connection::stop_when_idle() {
  boost::system::error_code ignored;
  if (is_idle_) socket_.cancel(ignored);
  is_woken_ = true;
  if (is_job_done_) wake_.cancel();
}

void Connection::stop_now() {
  is_gone_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
}

asio::awaitable<void> Connection::run() {
  const std::shared_ptr<Connection> self = shared_from_this();
  while (co_await read_head()) {
    ++served_;
    const bool goes_on = co_await answer();
    finish_request();
    if (!goes_on) break;
  }
  if (lingers_ && !is_gone_) co_await linger();
}

// What one request held is given back.
void Connection::finish_request() {
  core_.memory_bodies -= body_counted_;
  core_.memory_answers -= answer_counted_;
  body_counted_ = answer_counted_ = 0;
  if (!client_key_.empty()) core_.requests.leave(client_key_);
  client_key_.clear();
  sink_.reset();
  request_ = Request{};
  head_ = Head{};
  out_ = Outgoing{};
  admission_ = Admission{};
  refusal_.reset();
  refusal_params_.clear();
  route_.clear();
  failure_.clear();
  job_ = nullptr;
  if (in_.empty()) in_.shrink_to_fit();
}

// False: the client went, stayed silent or we stop. Otherwise head_, or refusal_ is set.
asio::awaitable<bool> Connection::read_head() {
  const Limits& limits = core_.options.limits;
  size_t seen = 0, end = 0;
  received_ = sent_ = 0;
  is_idle_ = in_.empty();
  waiting_since_ = Clock::now();
  deadline_ = Clock::now() + to_duration(is_idle_ ? limits.idle_time : limits.head_time);
  while (true) {
    if (!in_.empty()) refusal_ = scan_head(in_, core_.rules, seen, end);
    if (refusal_ || end > 0) break;
    if (is_idle_ && core_.is_stopping) co_return false;
    const Read got = co_await read_some(4096);
    if (got == Read::ended || (got == Read::too_slow && in_.empty())) co_return false;
    if (got == Read::too_slow) {
      refusal_ = too_slow();
      break;
    }
    if (is_idle_) deadline_ = Clock::now() + to_duration(limits.head_time);
    is_idle_ = false;
  }
  is_idle_ = false;
  waiting_since_.reset();
  deadline_ = Clock::time_point::max();
  started_ = Clock::now();
  if (refusal_) co_return true;
  const std::string_view bytes = std::string_view(in_).substr(0, end);
  refusal_ = parse_head(bytes, core_.rules, head_);
  if (!refusal_ && !beast_agrees(bytes, head_))
    refusal_ = Refusal{400, "http.malformed", {"请求头的写法不对", "the head is not well formed"}};
  in_.erase(0, end);
  co_return true;
}

void Connection::make_request() {
  request_.method = head_.method == "HEAD" ? "GET" : head_.method;
  request_.path = std::move(head_.path);
  request_.raw_query = std::move(head_.raw_query);
  request_.query = std::move(head_.query);
  request_.headers = std::move(head_.headers);
  request_.remote_address = peer_;
  request_.language = language_of(request_.header("accept-language").value_or(""));
  if (core_.trusted.count(peer_) > 0) {
    request_.remote_address = client_address(request_.headers, peer_, core_.trusted);
    request_.is_https = request_.header("x-forwarded-proto").value_or("") == "https";
  }
}

// Behind a proxy of ours all come from one address: there the requests at once are counted.
bool Connection::enter_as_client() {
  if (core_.trusted.count(peer_) == 0) return true;
  const std::string key = gate_key(request_.remote_address);
  if (!core_.requests.enter(key, core_.options.limits.connections_per_address)) return false;
  client_key_ = key;
  return true;
}

AnswerRules Connection::rules_now() const {
  AnswerRules rules;
  rules.is_head = head_.method == "HEAD";
  rules.keep_alive = head_.keep_alive && body_left_ == 0 && !core_.is_stopping &&
                     served_ < core_.options.limits.requests_per_connection;
  rules.content_security_policy = core_.options.content_security_policy;
  return rules;
}

asio::awaitable<bool> Connection::answer() {
  body_left_ = 0;
  request_.id = core_.new_request_id();
  if (refusal_) co_return co_await refuse(true);
  make_request();
  body_left_ = head_.content_length;
  if (!enter_as_client()) {
    refusal_ = too_many_connections();
    co_return co_await refuse(false);
  }
  Router::Match match = core_.router.find(head_.method, request_.path);
  if (match.route != nullptr) {
    route_ = request_.route = match.route->pattern;
    request_.captures = std::move(match.captures);
    co_return co_await answer_route(match.route);
  }
  std::optional<Reply> page;
  if (request_.method == "GET" && match.allowed.empty()) page = core_.pages.find(request_.path);
  if (page) {
    route_ = "(page)";
    out_ = prepare(std::move(*page), request_, rules_now());
    co_return co_await send();
  }
  refusal_ = match.allowed.empty() ? not_found() : method_not_allowed();
  if (!match.allowed.empty()) {
    std::string methods;
    for (const std::string& one : match.allowed) methods += (methods.empty() ? "" : ", ") + one;
    refusal_params_ = {{"allow", methods}};
  }
  co_return co_await refuse(false);
}

asio::awaitable<bool> Connection::answer_route(const Route* route) {
  Pool* pool = route->is_quick ? &core_.quick : &core_.handlers;
  if (head_.content_length > route->body_bytes_max) {
    refusal_ = body_too_large(route->body_bytes_max);
    refusal_params_ = {{"bytes_max", std::to_string(route->body_bytes_max)}};
    co_return co_await refuse(false);
  }
  if (route->admit) {
    if (!co_await ask_admission(route)) co_return co_await refuse(false);
    if (!out_.head.empty()) {  // refused by the route
      co_return co_await send();
    }
  }
  if (!co_await read_body(route)) {
    if (!refusal_) co_return false;
    co_return co_await refuse(true);
  }
  if (!co_await ask_memory(route)) co_await run_handler(route, pool);
  weigh_answer();
  if (out_.events && core_.counters.readers >= core_.options.limits.event_readers_max)
    refusal_ = busy();
  if (refusal_) co_return co_await refuse(false);
  co_return co_await send();
}

// Large answers that are read slowly must not fill the memory.
void Connection::weigh_answer() {
  constexpr uint64_t kSmall = 64 * 1024;
  if (out_.own_bytes() <= kSmall) return;
  answer_counted_ = out_.own_bytes();
  if ((core_.memory_answers += answer_counted_) > core_.options.limits.memory_answers_max)
    refusal_ = answers_full();
}

// False: refusal_ is set.
asio::awaitable<bool> Connection::ask_admission(const Route* route) {
  job_ = [this, route] {
    admission_ = route->admit(request_);
    if (admission_.refusal) out_ = prepare(std::move(*admission_.refusal), request_, rules_now());
  };
  if (!co_await on_pool(route->is_quick ? &core_.quick : &core_.handlers)) refusal_ = busy();
  co_return !refusal_.has_value();
}

// True: out_ or refusal_ is set.
asio::awaitable<bool> Connection::ask_memory(const Route* route) {
  if (!route->from_memory) co_return false;
  bool is_found = false;
  job_ = [this, route, &is_found] {
    std::optional<Reply> reply = route->from_memory(request_);
    if (!reply) return;
    out_ = prepare(std::move(*reply), request_, rules_now());
    is_found = true;
  };
  if (!co_await on_pool(&core_.quick)) refusal_ = busy();
  co_return is_found || refusal_.has_value();
}

asio::awaitable<void> Connection::run_handler(const Route* route, Pool* pool) {
  job_ = [this, route] {
    Reply reply = route->handler(request_);  // first: we may be asked to stop meanwhile
    out_ = prepare(std::move(reply), request_, rules_now());
  };
  if (!co_await on_pool(pool)) refusal_ = busy();
  if (request_.body_file && !request_.body_file->is_appended) {
    job_ = [this] { remove_unless_taken(*request_.body_file); };
    co_await on_pool(&core_.disk);
  }
}

// An exception that escapes the job is refusal_.
asio::awaitable<bool> Connection::on_pool(Pool* pool) {
  is_job_done_ = false;
  std::shared_ptr<Connection> self = shared_from_this();
  const bool is_taken = pool->submit([self]() mutable {
    self->run_job();
    asio::io_context& context = self->lane_.context;
    asio::post(context, [self = std::move(self)] {
      self->is_job_done_ = true;
      self->wake_.cancel();
    });
  });
  if (!is_taken) {
    is_job_done_ = true;
    co_return false;
  }
  boost::system::error_code ignored;
  while (!is_job_done_) {
    wake_.expires_at(Clock::time_point::max());
    co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  co_return true;
}

void Connection::run_job() {
  try {
    job_();
    return;
  } catch (const std::exception& error) {
    failure_ = error.what();
  } catch (...) {
    failure_ = "an exception that is none of the standard's";
  }
  refusal_ = handler_failed();
}

asio::awaitable<bool> Connection::refuse(bool closes) {
  core_.counters.count_refusal(refusal_->code);
  Reply reply = to_reply(*refusal_, request_.language);
  if (!refusal_params_.empty()) {
    const Problem what{refusal_->code, {}, refusal_->detail, hint_words(refusal_->code), "",
                       refusal_params_};
    reply = problem(refusal_->status, what, request_.language);
    if (refusal_->status == 405) reply.set("allow", refusal_params_.front().second);
  }
  if (route_.empty()) route_ = "(refused)";
  reply.close = closes || body_left_ > 0;
  out_ = prepare(std::move(reply), request_, rules_now());
  co_return co_await send();
}

}  // namespace diaodu::http
