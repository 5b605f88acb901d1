#pragma once
// A folder of one's own that is removed at the end, with all that is in it.
#include <stdlib.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace diaodu {

class OwnFolder {
 public:
  // Within `parent`, its name beginning with `name`. nullopt: it could not be made; errno says why.
  static std::optional<OwnFolder> make(const std::string& parent, const std::string& name) {
    std::string pattern = parent + "/" + name + "-XXXXXX";
    if (!::mkdtemp(pattern.data())) return std::nullopt;
    return OwnFolder(std::move(pattern));
  }
  OwnFolder(OwnFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  OwnFolder& operator=(OwnFolder&&) = delete;
  ~OwnFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  explicit OwnFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace diaodu
