#pragma once
// A list made ready for comparing, and how alike two values of a field are: level 0 is "one of them
// is blank", which says nothing; 1 is "the same"; the last one "quite different".
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/batch.hpp"

namespace diaodu::linkage {

enum class Likeness : uint8_t {
  name,  // same; sounds the same; one character off; different
  day,   // same; one digit off, or month and day exchanged; same year; different
  area,  // same; same but for the last step; same county; different
  code,  // same; one character off; two; different
  same   // same; different
};

size_t levels_of(Likeness kind);  // level 0 counted
inline constexpr size_t kLevelsMax = 5;

struct Field {
  std::string name;  // column of both batches
  Likeness kind;
};

// What rows of a block have in common.
struct Part {
  size_t field = 0;
  bool sound = false;  // of a name, how it is spoken
  size_t digits = 0;   // of a day (4, 6) or text, the first of them; 0: all
};
using Block = std::vector<Part>;

// The cells of a row lie together as numbers: comparing two rows touches memory twice.
class List {
 public:
  // The batch outlives it.
  List(const std::vector<Field>& fields, const std::vector<Block>& blocks,
       const store::Batch& batch);

  size_t rows() const { return rows_; }
  // What its block is called; 0: a cell of it is blank.
  uint64_t key(size_t block, size_t row) const;

  static size_t level(size_t field, const List& a, size_t row_a, const List& b, size_t row_b) {
    const uint64_t cell_a = a.cell(field, row_a), cell_b = b.cell(field, row_b);
    if (cell_a == 0 || cell_b == 0) return 0;
    return cell_a == cell_b ? 1 : unequal(field, a, row_a, b, row_b);
  }
  // Whether a block brings the two together.
  static bool share(size_t block, const List& a, size_t row_a, const List& b, size_t row_b) {
    for (const size_t slot : a.blocks_[block]) {
      const uint64_t of_a = a.cells_[row_a * a.stride_ + slot];
      if (of_a == 0 || of_a != b.cells_[row_b * b.stride_ + slot]) return false;
    }
    return true;
  }

 private:
  uint64_t cell(size_t field, size_t row) const { return cells_[row * stride_ + at_[field]]; }
  uint64_t sound(size_t field, size_t row) const { return cells_[row * stride_ + at_[field] + 1]; }
  size_t slot(const Part& part);
  void fill(size_t field);
  std::u32string_view name(size_t field, size_t row, char32_t* room, std::u32string& kept) const;
  std::string_view text(size_t field, size_t row, char* room) const;
  static size_t unequal(size_t field, const List& a, size_t row_a, const List& b, size_t row_b);

  std::vector<Likeness> kinds_;
  std::vector<const store::Column*> columns_;
  std::vector<size_t> at_;
  std::vector<std::vector<size_t>> blocks_;      // slots that rows of a block share
  std::vector<std::pair<Part, size_t>> begins_;  // slots that hold the first digits of a field
  size_t rows_, stride_ = 0;
  std::vector<uint64_t> cells_;  // 0: blank
};

}  // namespace diaodu::linkage
