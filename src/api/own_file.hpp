#pragma once
// A file of one's own in the data folder's tmp: for an answer, or a small parcel. It is removed at
// the end unless given away.
#include <string>
#include <utility>

#include "api/call.hpp"

namespace diaodu::api {

class OwnFile {
 public:
  // Holds `text`. Error "api.disk".
  static Result<OwnFile> make(const Call& call, std::string_view name, std::string_view text = {});
  static Error failed();  // what is said when more cannot be written
  OwnFile(OwnFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  OwnFile& operator=(OwnFile&&) = delete;
  ~OwnFile();
  const std::string& path() const { return path_; }
  std::string give_away() { return std::exchange(path_, {}); }
  http::Reply as_answer(const std::string& content_type, const std::string& file_name);

 private:
  explicit OwnFile(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace diaodu::api
