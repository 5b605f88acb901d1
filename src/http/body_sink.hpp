#pragma once
// Takes a body to disk and hashes it on the way. Blocking: for the threads of the disk only.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.hpp"
#include "http/head.hpp"
#include "http/request.hpp"

namespace diaodu::http {

class BodySink {
 public:
  BodySink() = default;
  ~BodySink();  // closes; a file of our own that was not finished is removed
  BodySink(const BodySink&) = delete;
  BodySink& operator=(const BodySink&) = delete;

  // A new file in `folder`, readable by us only.
  std::optional<Refusal> open_new(const std::string& folder, const std::string& name);
  // To the end of `path`, which is made when `offset` is 0; it must be `offset` long. Nobody else
  // can append to it until this sink ends. `length` is what it has, when refused.
  std::optional<Refusal> open_append(const std::string& path, uint64_t offset, uint64_t& length);
  std::optional<Refusal> write(std::string_view bytes);
  BodyFile finish();

 private:
  int file_ = -1;
  bool is_finished_ = false;
  BodyFile body_;
  std::optional<Sha256> hash_;
};

// As long as a file that the handler did not take away lies there, it is removed.
void remove_unless_taken(const BodyFile& body);

}  // namespace diaodu::http
