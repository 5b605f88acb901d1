#pragma once
// Files on their way in, that can be taken up again after a lost connection or a restart:
// tmp/uploads/<upload>.json says whose it is and how long it will be, <upload>.part holds the bytes
// so far.
#include <cstdint>
#include <mutex>
#include <string>

#include "base/result.hpp"

namespace diaodu::api {

struct Upload {
  std::string upload;  // 32 hex digits
  std::string login, file_name, sha256;
  int64_t bytes = 0, offset = 0;
  bool is_complete() const { return offset == bytes; }
};

class Uploads {
 public:
  static constexpr int64_t kBytesMax = int64_t{2} << 30;
  explicit Uploads(std::string folder) : folder_(std::move(folder)) {}
  // Errors "api.bad_value", "api.uploads_many" (of one account), "api.upload_failed".
  Result<Upload> begin(const std::string& login, const std::string& file_name, int64_t bytes,
                       const std::string& sha256);
  Result<Upload> find(const std::string& login, const std::string& upload) const;  // not_found
  std::string path(const Upload& upload) const;
  void drop(const Upload& upload);
  // Whole and as its SHA-256 says: moved to a place of its own, whose path is given. Errors
  // "api.upload_incomplete", "api.upload_differs".
  Result<std::string> take(const Upload& upload);
  void sweep();  // those that nobody went on with for a week

 private:
  std::string folder_;
  std::mutex mutex_;
};

}  // namespace diaodu::api
