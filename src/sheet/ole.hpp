#pragma once
// The compound file around an old workbook: a small file system of sectors. Only the streams at its
// root are looked at; every number in it may lie.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::sheet {

constexpr std::string_view kOleMark = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

class Ole {
 public:
  // Errors "sheet.damaged_ole", "sheet.truncated".
  static Result<Ole> open(std::string_view bytes, const Limits& limits);
  bool has(std::string_view name) const { return find(name) != nullptr; }
  // The whole stream, copied together; an empty one if there is none of the name.
  Result<std::string> stream(std::string_view name) const;

 private:
  struct Entry {
    std::string name;  // ASCII; other letters become '?'
    uint32_t first = 0;
    uint64_t size = 0;
  };
  Ole(std::string_view bytes, const Limits& limits) : bytes_(bytes), limits_(limits) {}
  Result<void> read_fat();
  Result<void> read_directory();
  const Entry* find(std::string_view name) const;
  std::string_view sector(uint64_t n) const;  // cut off, or empty, where the file ends
  Result<std::string> chain(uint32_t first, uint64_t size) const;
  Result<std::string> small(uint32_t first, uint64_t size) const;

  std::string_view bytes_;
  const Limits& limits_;
  uint32_t sector_bytes_ = 512;
  std::vector<uint32_t> fat_, small_fat_;
  std::string small_bytes_;  // the stream that holds the small ones
  std::vector<Entry> entries_;
};

}  // namespace diaodu::sheet
