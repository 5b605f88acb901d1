#include "http/core.hpp"

#include <arpa/inet.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/check.hpp"
#include "base/text.hpp"

namespace diaodu::http {
namespace {

HeadRules rules_of(const Options& options) {
  HeadRules rules;
  rules.head_bytes_max = options.limits.head_bytes_max;
  rules.target_bytes_max = options.limits.target_bytes_max;
  rules.field_bytes_max = options.limits.field_bytes_max;
  rules.fields_max = options.limits.fields_max;
  rules.hosts = options.hosts;
  if (rules.hosts.empty())
    rules.hosts = {"localhost", "127.0.0.1", "[::1]",
                   options.listen.substr(0, options.listen.rfind(':'))};
  for (std::string& host : rules.hosts)
    for (char& c : host)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return rules;
}

std::string hex_of_random_bytes() {
  std::array<unsigned char, 6> bytes{};
  CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "no random bytes");
  std::string out;
  for (unsigned char byte : bytes) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

bool is_of_interface(std::string_view path) {
  return path == "/api" || path.substr(0, 5) == "/api/";
}

}  // namespace

bool Gate::enter(const std::string& key, size_t most) {
  const std::lock_guard lock(mutex_);
  size_t& count = inside_[key];
  if (count >= most) {
    if (count == 0) inside_.erase(key);
    return false;
  }
  ++count;
  return true;
}
void Gate::leave(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = inside_.find(key);
  if (found != inside_.end() && --found->second == 0) inside_.erase(found);
}

std::string normal_address(std::string_view text) {
  const std::string asked(trim_ascii(text));
  std::array<unsigned char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> out{};
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (::inet_pton(AF_INET, asked.c_str(), bytes.data()) == 1) return asked;
  if (::inet_pton(AF_INET6, asked.c_str(), bytes.data()) != 1) return "";
  const bool is_mapped = std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
  ::inet_ntop(is_mapped ? AF_INET : AF_INET6, bytes.data() + (is_mapped ? 12 : 0), out.data(),
              static_cast<socklen_t>(out.size()));
  return out.data();
}

std::string gate_key(const std::string& address) {
  std::array<unsigned char, 16> bytes{};
  if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
  return std::string(reinterpret_cast<const char*>(bytes.data()), 8);
}

std::string client_address(const Pairs& headers, const std::string& peer,
                           const std::set<std::string>& trusted) {
  std::vector<std::string> hops;
  for (const auto& [name, value] : headers)
    if (name == "x-forwarded-for")
      for (const std::string& one : split(value, ',')) hops.push_back(one);
  std::string nearest = peer;
  for (auto hop = hops.rbegin(); hop != hops.rend() && trusted.count(nearest) > 0; ++hop) {
    const std::string address = normal_address(*hop);
    if (address.empty()) break;  // what a proxy of ours did not write so
    nearest = address;
  }
  return nearest;
}

Pages::Pages(const std::vector<StaticFile>& files) {
  for (const StaticFile& file : files) {
    auto body = std::make_shared<ReadyBody>();
    body->plain = file.plain;
    body->gzip = file.gzip;
    body->etag = file.etag;
    pages_[std::string(file.path)] = {std::string(file.content_type), std::move(body),
                                      file.is_hashed};
  }
}

std::optional<Reply> Pages::find(std::string_view path) const {
  auto found = pages_.find(path);
  const bool has_extension = path.find('.', path.rfind('/') + 1) != std::string_view::npos;
  if (found == pages_.end() && !has_extension && !is_of_interface(path))
    found = pages_.find("/index.html");
  if (found == pages_.end()) return std::nullopt;
  Reply reply = ready(found->second.body);
  reply.content_type = found->second.content_type;
  reply.set("cache-control",
            found->second.is_hashed ? "public, max-age=31536000, immutable" : "no-cache");
  return reply;
}

void Counters::count(const std::string& method, const std::string& route, unsigned status,
                     double seconds) {
  size_t bucket = 0;
  while (bucket < kLatencySeconds.size() && seconds > kLatencySeconds[bucket]) ++bucket;
  const std::lock_guard lock(mutex_);
  RouteMetrics& one = metrics_.routes[{method, route}];
  ++one.by_status[status];
  ++one.by_latency[bucket];
  ++one.count;
  one.seconds += seconds;
}
void Counters::count_refusal(const std::string& code) {
  const std::lock_guard lock(mutex_);
  ++metrics_.refused[code];
}
Metrics Counters::snapshot() const {
  Metrics metrics;
  {
    const std::lock_guard lock(mutex_);
    metrics = metrics_;
  }
  metrics.connections_accepted = accepted;
  metrics.connections_refused = refused;
  metrics.connections_open = open;
  metrics.event_readers = readers;
  metrics.bytes_received = received;
  metrics.bytes_sent = sent;
  return metrics;
}

Core::Core(Options given)
    : options(std::move(given)),
      rules(rules_of(options)),
      pages(options.static_files),
      request_prefix(hex_of_random_bytes()),
      handlers(options.handler_threads, options.limits.queue_max),
      quick(options.quick_threads, options.limits.queue_max),
      // A connection has at most one job with the disk, so this queue is bounded by their number.
      disk(2, options.limits.connections_max * 2) {
  for (const std::string& proxy : options.trusted_proxies) trusted.insert(normal_address(proxy));
}

std::string Core::new_request_id() { return request_prefix + "-" + std::to_string(++last_request); }

}  // namespace diaodu::http
