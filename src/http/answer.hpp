#pragma once
// A Reply made ready for the wire: status line and headers, compression, 304, ranges of a file.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/reply.hpp"

namespace diaodu::http {

struct AnswerRules {
  bool is_head = false;  // HEAD was asked: no body
  bool keep_alive = true;
  std::string_view content_security_policy;  // of pages
};

class Outgoing {
 public:
  Outgoing() = default;
  ~Outgoing();
  Outgoing(Outgoing&& other) noexcept { *this = std::move(other); }
  Outgoing& operator=(Outgoing&& other) noexcept;
  Outgoing(const Outgoing&) = delete;
  Outgoing& operator=(const Outgoing&) = delete;

  std::string_view body() const;
  size_t own_bytes() const { return own_.size(); }  // that only this answer holds
  unsigned status = 200;
  bool keep_alive = true;
  std::string head;  // up to and with the empty line
  int file = -1;     // when not -1: bytes [file_at, file_end) of it are the body
  uint64_t file_at = 0, file_end = 0;
  std::optional<EventStream> events;

 private:
  friend Outgoing prepare(Reply reply, const Request& request, const AnswerRules& rules);
  std::string own_;
  std::shared_ptr<const ReadyBody> ready_;
  bool is_gzip_ = false, is_empty_ = false;
  std::string remove_path_;
};

// May block (it opens files and compresses): for the threads of the pool, or for small errors.
Outgoing prepare(Reply reply, const Request& request, const AnswerRules& rules);

// "bytes=5-9" of a file of `size`: [first, end). Nothing: the whole file is sent. `is_outside`:
// there is no such part.
struct Range {
  uint64_t first = 0, end = 0;
};
std::optional<Range> parse_range(std::string_view value, uint64_t size, bool& is_outside);
// Does `If-None-Match` name this tag (weak comparison)?
bool names_tag(std::string_view if_none_match, std::string_view etag);

}  // namespace diaodu::http
