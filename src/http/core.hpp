#pragma once
// What all connections of a server share. Inside http/ only.
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>

#include "http/head.hpp"
#include "http/pool.hpp"
#include "http/server.hpp"

namespace diaodu::http {

using Clock = std::chrono::steady_clock;

inline Clock::duration to_duration(Limits::Seconds seconds) {
  return std::chrono::duration_cast<Clock::duration>(seconds);
}

// How many of each address are inside.
class Gate {
 public:
  bool enter(const std::string& key, size_t most);
  void leave(const std::string& key);

 private:
  std::mutex mutex_;
  std::map<std::string, size_t> inside_;
};

// "::ffff:10.0.0.1" is "10.0.0.1"; what is no address is empty.
std::string normal_address(std::string_view text);
// What counts as one sender: an IPv4 address, or the /64 of an IPv6 one.
std::string gate_key(const std::string& address);
// The client of a request that came through trusted proxies: from the right of X-Forwarded-For, the
// first that is no proxy of ours.
std::string client_address(const Pairs& headers, const std::string& peer,
                           const std::set<std::string>& trusted);

// The pages: by path, with "/" and the paths of the application for /index.html.
class Pages {
 public:
  explicit Pages(const std::vector<StaticFile>& files);
  std::optional<Reply> find(std::string_view path) const;

 private:
  struct Page {
    std::string content_type;
    std::shared_ptr<const ReadyBody> body;
    bool is_hashed = false;
  };
  std::map<std::string, Page, std::less<>> pages_;
};

class Counters {
 public:
  void count(const std::string& method, const std::string& route, unsigned status, double seconds);
  void count_refusal(const std::string& code);
  Metrics snapshot() const;
  std::atomic<uint64_t> accepted{0}, refused{0}, open{0}, readers{0}, received{0}, sent{0};

 private:
  mutable std::mutex mutex_;
  Metrics metrics_;
};

struct Core {
  explicit Core(Options given);
  std::string new_request_id();

  Options options;
  HeadRules rules;
  std::set<std::string> trusted;
  Router router;
  EventHub hub;
  Pages pages;
  Gate connections, requests;
  Counters counters;
  std::atomic<uint64_t> memory_bodies{0}, memory_answers{0}, last_request{0};
  std::atomic<bool> is_stopping{false};
  std::string request_prefix;
  Pool handlers, quick, disk;  // last: their jobs use the others
};

}  // namespace diaodu::http
