#pragma once
// Which handler answers. Patterns are "/api/records/{register}"; a fixed segment goes before a
// capture; a capture is one segment, never empty. HEAD is answered by the route of GET.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/reply.hpp"
#include "http/request.hpp"

namespace diaodu::http {

// Runs on a thread of the pool, may block, may be called by several threads at once. An exception
// that escapes is answered with 500.
using Handler = std::function<Reply(const Request&)>;

// What is decided before a body is read (who is it, may he, is there room), on the pool too.
struct Admission {
  std::optional<Reply> refusal;  // sent in place of everything; the body is not read
  // Where the body goes, for uploads in pieces: appended to this file, whose length must be
  // `append_at` (409 with the true length otherwise, also while another request appends). What had
  // arrived when a connection is lost stays, on disk; the handler is not called then.
  std::string append_to;
  uint64_t append_at = 0;
};
using Admit = std::function<Admission(const Request&)>;  // body and body_file are empty yet

struct Route {
  std::string method;
  std::string pattern;
  Handler handler;
  uint64_t body_bytes_max = 1 << 20;  // in memory at most 64 MiB; on disk as much as wanted
  bool body_to_file = false;
  bool is_quick = false;  // answers from memory within a few ms: has its own threads
  // Asked first, on the threads of the quick ones: what is in memory already. None: the handler.
  std::function<std::optional<Reply>(const Request&)> from_memory;  // may be empty
  Admit admit;                                                      // may be empty
};

class Router {
 public:
  void add(Route route);  // twice the same method and pattern is a programmer's error
  const std::vector<Route>& routes() const { return routes_; }

  struct Match {
    const Route* route = nullptr;
    Pairs captures;
    std::vector<std::string> allowed;  // no route, but the path is known to these methods
  };
  Match find(std::string_view method, std::string_view path) const;  // path is decoded

 private:
  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> segments_;
};

}  // namespace diaodu::http
