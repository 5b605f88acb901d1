#pragma once
// The keys met in one file, so that a second row of the same key is told from the first. Open
// addressing: a file of a million rows must not cost a million allocations.
#include <cstdint>
#include <vector>

namespace diaodu::parcel {

class SeenKeys {
 public:
  struct Row {
    uint64_t key = 0;      // hash with the top bit set; 0: free
    uint64_t content = 0;  // hash of the row's cells
    int32_t sheet = 0, row_no = 0;
  };
  void clear() { rows_.assign(kSmallest, Row{}), used_ = 0; }
  // The earlier row of that key; null: there was none, and this one is remembered.
  const Row* find_or_add(int64_t key_hash, uint64_t content, int32_t sheet, int32_t row_no) {
    if (rows_.empty()) clear();
    if (used_ * 2 >= rows_.size()) grow();
    const uint64_t key = static_cast<uint64_t>(key_hash) | (uint64_t{1} << 63);
    Row& place = at(key);
    if (place.key == key) return &place;
    place = {.key = key, .content = content, .sheet = sheet, .row_no = row_no};
    ++used_;
    return nullptr;
  }

 private:
  static constexpr size_t kSmallest = 1024;  // a power of two
  Row& at(uint64_t key) {
    size_t i = key & (rows_.size() - 1);
    while (rows_[i].key != 0 && rows_[i].key != key) i = (i + 1) & (rows_.size() - 1);
    return rows_[i];
  }
  void grow() {
    std::vector<Row> old(rows_.size() * 2);
    old.swap(rows_);
    for (const Row& row : old)
      if (row.key != 0) at(row.key) = row;
  }
  std::vector<Row> rows_;
  size_t used_ = 0;
};

}  // namespace diaodu::parcel
