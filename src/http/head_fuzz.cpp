// Any bytes: the guard must end, and what it lets through must be read in the same way by Beast, be
// one request only, and hold to the rules whatever the bytes were. However the bytes are cut, the
// verdict is the same.
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"
#include "http/answer.hpp"
#include "http/head.hpp"

using namespace diaodu::http;

namespace {

void must(bool condition) {
  if (!condition) std::abort();
}

// 0: waits for more; otherwise the status it is refused with, or 200 with the length of the head.
unsigned scan(std::string_view bytes, const HeadRules& rules, size_t step, size_t& end) {
  size_t seen = 0;
  for (size_t come = 0; come < bytes.size();) {
    come = std::min(bytes.size(), come + step);
    if (const auto no = scan_head(bytes.substr(0, come), rules, seen, end)) return no->status;
    if (end > 0) return 200;
  }
  return 0;
}

void check_taken(std::string_view bytes, const Head& head) {
  must(beast_agrees(bytes, head));
  must(bytes.find("\r\n\r\n") == bytes.size() - 4);
  must(head.path.front() == '/' && head.path.find("//") == std::string::npos);
  must(head.path.find('\0') == std::string::npos && diaodu::is_utf8(head.path));
  must((head.path + "/").find("/../") == std::string::npos);
  must((head.path + "/").find("/./") == std::string::npos);
  int hosts = 0, lengths = 0;
  for (const auto& [name, value] : head.headers) {
    hosts += name == "host" ? 1 : 0;
    lengths += name == "content-length" ? 1 : 0;
    must(name != "transfer-encoding");
    must(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  }
  must(hosts == 1 && lengths <= 1 && head.headers.size() <= 64);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  HeadRules rules;
  rules.hosts = {"localhost", "[::1]"};
  size_t end = 0, end_of_pieces = 0;
  const unsigned verdict = scan(bytes, rules, 1 << 20, end);
  must(scan(bytes, rules, 1 + size % 13, end_of_pieces) == verdict && end == end_of_pieces);
  if (verdict != 200) return 0;
  Head head;
  if (const auto no = parse_head(bytes.substr(0, end), rules, head)) {
    must(no->status >= 400 && !no->code.empty());
    return 0;
  }
  check_taken(bytes.substr(0, end), head);
  Request request;
  request.headers = head.headers;
  bool is_outside = false;
  const auto range = parse_range(request.header("range").value_or(""), 1000, is_outside);
  must(!range || (range->first < range->end && range->end <= 1000));
  request.cookie("a");
  language_of(request.header("accept-language").value_or(""));
  accepts_gzip(request.header("accept-encoding").value_or(""));
  names_tag(request.header("if-none-match").value_or(""), "\"a\"");
  return 0;
}
