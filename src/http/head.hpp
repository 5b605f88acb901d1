#pragma once
// The guard: what a request's head must be before anything else looks at it. It works on the raw
// bytes up to the empty line. What two programs could read differently is refused and ends the
// connection, so that nobody can smuggle a request behind another one.
//   line     exactly METHOD SP TARGET SP HTTP/1.1 CR LF; GET HEAD POST PUT PATCH DELETE
//   target   begins with /, at most 4 KB of visible ASCII; percent codes whole and UTF-8 once
//            decoded, without control characters; in the path no \ # // . .. %00 %2f %5c %25
//   fields   at most 64 and 8 KB; names are tokens, at once followed by a colon; no folding, no
//            control characters; those that decide something at most once
//   Host     exactly one, in the form host[:port], one of ours
//   length   at most one Content-Length of 1 to 12 digits; no Transfer-Encoding (411); no body
//            with GET, HEAD, DELETE
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "http/request.hpp"

namespace diaodu::http {

struct Refusal {
  unsigned status = 400;
  std::string code;
  Words detail;
};

struct HeadRules {
  size_t head_bytes_max = 16 * 1024;
  size_t target_bytes_max = 4 * 1024;
  size_t field_bytes_max = 8 * 1024;
  size_t fields_max = 64;
  std::vector<std::string> hosts;  // lower case, with or without port
};

struct Head {
  std::string method;
  std::string target;  // as it came
  std::string path;    // decoded
  std::string raw_query;
  Pairs query;
  Pairs headers;
  uint64_t content_length = 0;
  bool has_length = false;
  bool keep_alive = true;
  bool expects_continue = false;
};

// Looks at what has come so far. `seen` says up to where it has looked before (0 at first);
// `end` is set to the length of the head once its empty line is there.
std::optional<Refusal> scan_head(std::string_view bytes, const HeadRules& rules, size_t& seen,
                                 size_t& end);
// Of a whole head, with its empty line.
std::optional<Refusal> parse_head(std::string_view bytes, const HeadRules& rules, Head& head);
// Beast's parser reads the same head in the same way (a second lock behind the first).
bool beast_agrees(std::string_view bytes, const Head& head);

Language language_of(std::string_view accept_language);
// What a client takes: "gzip" with a weight above 0.
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace diaodu::http
