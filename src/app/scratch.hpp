#pragma once
// A folder of one's own that is removed at the end.
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <utility>

#include "base/result.hpp"

namespace diaodu::app {

class Scratch {
 public:
  static Result<Scratch> make() {
    std::error_code failed;
    std::string pattern = (std::filesystem::temp_directory_path(failed) / "diaodu-XXXXXX").string();
    if (failed || !::mkdtemp(pattern.data())) {
      return Error{"app.folder",
                   {"无法建立临时目录", "no temporary folder can be made"},
                   {"检查 TMPDIR 指向的目录是否可写、是否已满",
                    "see whether TMPDIR is writable and not full"},
                   pattern};
    }
    return Scratch(pattern);
  }
  Scratch(Scratch&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  explicit Scratch(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace diaodu::app
