#pragma once
// The shared strings of a workbook, in one arena.
#include <vector>

#include "sheet/arena.hpp"
#include "sheet/part_stream.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::sheet {

class Strings {
 public:
  Strings() : arena_(1 << 20) {}
  static Result<Strings> read(Archive& archive, Entry& entry, const Limits& limits);

  size_t size() const { return at_.size(); }
  Cell get(size_t i) const {
    const uint32_t length = length_[i] & ~kDamaged;
    return {length == 0 ? CellKind::empty : CellKind::text, length_[i] != length, {at_[i], length}};
  }
  Result<void> add(std::string_view text, const Limits& limits);
  void clear();

 private:
  static constexpr uint32_t kDamaged = 0x8000'0000;
  Arena arena_;
  Arena scratch_{1 << 16};
  std::vector<const char*> at_;
  std::vector<uint32_t> length_;
  uint64_t bytes_ = 0;
};

}  // namespace diaodu::sheet
