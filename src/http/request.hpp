#pragma once
// What a handler is given: one request, whole, checked and decoded. Nothing in it is ambiguous any
// more: the path is decoded once and has no dot segments, the query is UTF-8, names of headers are
// in lower case, each header that decides something occurs once (head.hpp lists the rules).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace diaodu::http {

using Pairs = std::vector<std::pair<std::string, std::string>>;
enum class Language { zh, en };

// A body that was streamed to disk. A file of the server's own (offset 0, `is_appended` false) is
// removed after the handler unless it was renamed away; one that was appended to (Admission) stays.
struct BodyFile {
  std::string path;
  uint64_t bytes = 0;   // of this request's body
  std::string sha256;   // hex, of this request's body
  uint64_t offset = 0;  // where in the file the body begins
  bool is_appended = false;
};

struct Request {
  std::string method;  // "GET", also when HEAD was asked
  std::string path;    // decoded: "/api/records/household/51-3401"
  std::string route;   // the pattern that matched: "/api/records/{register}/{key}"
  std::string raw_query;
  Pairs query;     // decoded, in order, names may repeat
  Pairs headers;   // names in lower case, in order
  Pairs captures;  // {name} of the pattern
  std::string body;
  std::optional<BodyFile> body_file;  // in place of `body` where the route says body_to_file
  std::string remote_address;         // of the client; behind a trusted proxy, of its client
  bool is_https = false;              // the client came by TLS, as a trusted proxy says
  std::string id;                     // unique; also the header X-Request-Id of the answer
  Language language = Language::zh;   // of Accept-Language

  std::optional<std::string_view> header(std::string_view name_in_lower_case) const;
  std::optional<std::string_view> cookie(std::string_view name) const;
  std::optional<std::string_view> query_value(std::string_view name) const;  // the first one
  std::vector<std::string_view> query_values(std::string_view name) const;   // all of them
  // A capture of the pattern; a name that the pattern lacks is a programmer's error.
  const std::string& param(std::string_view name) const;
};

}  // namespace diaodu::http
