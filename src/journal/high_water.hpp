#pragma once
// The high-water file: "seq hash\n", in another folder than the database, so that a database that
// lost its last commits (a restored copy, a log cut off by a crash of the disk) is noticed at
// start.
#include <string>

#include "base/result.hpp"
#include "journal/journal.hpp"

namespace diaodu::journal {

class HighWaterFile {
 public:
  static Result<HighWaterFile> open(const std::string& file);
  HighWaterFile(HighWaterFile&& other) noexcept;
  HighWaterFile& operator=(HighWaterFile&&) = delete;
  ~HighWaterFile();
  Result<void> write(const HighWater& mark);  // on disk when it returns

 private:
  HighWaterFile(int descriptor, std::string file)
      : descriptor_(descriptor), file_(std::move(file)) {}
  int descriptor_;
  std::string file_;
};

}  // namespace diaodu::journal
