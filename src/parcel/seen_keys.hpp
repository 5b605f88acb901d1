#pragma once
// The keys met in one file, so that a second row of the same key is told from the first. Open
// addressing: a file of a million rows must not cost a million allocations.
#include <sys/mman.h>

#include <cstdint>
#include <vector>

namespace diaodu::parcel {

class SeenKeys {
 public:
  struct Row {
    uint64_t key = 0;
    uint64_t content = 0;  // hash of the row's cells
    int32_t sheet = 0, row_no = 0;
  };
  void clear() {
    rows_.clear();
    slots_.assign(kSmallest, 0);
  }
  void prefetch(int64_t key_hash) const {
    if (!slots_.empty())
      __builtin_prefetch(&slots_[static_cast<uint64_t>(key_hash) & (slots_.size() - 1)]);
  }
  // The earlier row of that key; null: there was none, and this one is remembered.
  const Row* find_or_add(int64_t key_hash, uint64_t content, int32_t sheet, int32_t row_no) {
    if (rows_.size() * 2 >= slots_.size()) grow();
    const auto key = static_cast<uint64_t>(key_hash);
    const size_t mask = slots_.size() - 1;
    for (size_t i = key & mask;; i = (i + 1) & mask) {
      const uint64_t slot = slots_[i];
      if (slot == 0) {
        rows_.push_back({.key = key, .content = content, .sheet = sheet, .row_no = row_no});
        slots_[i] = slot_of(key, rows_.size());
        return nullptr;
      }
      if ((slot ^ key) >> 32 != 0) continue;
      if (const Row& row = rows_[(slot & 0xFFFFFFFF) - 1]; row.key == key) return &row;
    }
  }

 private:
  static constexpr size_t kSmallest = 1024;  // a power of two
  // The key's upper half and the row's number: other keys are told apart without a look at their
  // rows.
  static uint64_t slot_of(uint64_t key, size_t number) {
    return (key & 0xFFFFFFFF00000000) | number;
  }
  void grow() {
    const size_t size = slots_.empty() ? kSmallest : slots_.size() * 4;
    slots_ = std::vector<uint64_t>();
    slots_.reserve(size);
    use_great_pages(slots_.data(), size * sizeof(uint64_t));
    slots_.resize(size);
    const size_t mask = slots_.size() - 1;
    for (size_t number = 1; number <= rows_.size(); ++number) {
      size_t i = rows_[number - 1].key & mask;
      while (slots_[i] != 0) i = (i + 1) & mask;
      slots_[i] = slot_of(rows_[number - 1].key, number);
    }
  }
  // The table is touched at random: with pages of 4 KiB each touch would also miss the page table.
  static void use_great_pages(void* data, size_t bytes) {
    constexpr uintptr_t kPage = 4096;
    const uintptr_t from = (reinterpret_cast<uintptr_t>(data) + kPage - 1) & ~(kPage - 1);
    const uintptr_t to = (reinterpret_cast<uintptr_t>(data) + bytes) & ~(kPage - 1);
    if (bytes >= size_t{4} << 20) madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
  }
  std::vector<Row> rows_;        // in the order of the file
  std::vector<uint64_t> slots_;  // 0: free
};

}  // namespace diaodu::parcel
