#pragma once
// Puts the cells of a sheet together into rows, for all readers (scan.hpp, expat in xlsx.cpp,
// xls.cpp).
#include <optional>
#include <string_view>
#include <vector>

#include "sheet/book.hpp"
#include "sheet/strings.hpp"
#include "sheet/values.hpp"

namespace diaodu::sheet {

// The type attribute of a cell, by its letters.
enum class Stored : uint8_t { number, shared, text, boolean, error, day, unknown };
Stored stored_as(std::string_view t);

class Rows {
 public:
  Rows(const Book& book, const Strings& strings, const Limits& limits, Sink& sink, Report& report)
      : book_(book), strings_(strings), limits_(limits), sink_(sink), report_(report) {}

  void begin_row(std::optional<uint64_t> row_no, bool hidden);
  // `text` is the value with its entities resolved; it lives until end_row().
  void cell(std::optional<uint32_t> column, Stored stored, uint32_t style, std::string_view text) {
    const uint32_t at = column.value_or(next_column_);
    if (!make_room(at)) return;
    cells_[at] = value(stored, style, text);
    damaged_ = damaged_ || cells_[at].damaged;
  }
  void put(uint32_t at, const Cell& made) {
    if (!make_room(at)) return;
    cells_[at] = made;
    damaged_ = damaged_ || made.damaged;
  }
  void unreadable_ref() { damaged_ = true; }
  // False: the sink has enough, or error() says why not.
  bool end_row();
  void merged(std::string_view ref);
  void hidden_columns(std::string_view min, std::string_view max);  // 1-based, as <col> has them
  void forget_merged() { merged_.clear(); }
  // Gives the sink the ranges; once a sheet.
  void give_merged();

  // Rows seen so far, blank ones too: where expat goes on when the scanner gives up.
  uint64_t seen() const { return seen_; }
  // Takes back begin_row(): the row will be read again.
  void undo_row() {
    row_no_ = row_before_;
    cells_.clear();
    arena_.clear();
  }
  const std::optional<Error>& error() const { return error_; }
  Arena& arena() { return arena_; }

 private:
  struct Range {
    CellRef from, to;
  };
  bool make_room(uint32_t at) {
    next_column_ = at + 1;
    if (at >= limits_.columns_max) {
      damaged_ = true;
      return false;
    }
    if (at < cells_.size()) {
      damaged_ = true;  // out of order, or twice
    } else {
      if (at > cells_.size()) cells_.resize(at);
      cells_.emplace_back();
    }
    return true;
  }
  Cell value(Stored stored, uint32_t style, std::string_view text);
  DateForm form(uint32_t style) const {
    return style < book_.styles.size() ? book_.styles[style] : DateForm::none;
  }

  const Book& book_;
  const Strings& strings_;
  const Limits& limits_;
  Sink& sink_;
  Report& report_;
  Arena arena_{64 * 1024};
  std::vector<Cell> cells_;
  std::vector<Range> merged_;
  std::optional<Error> error_;
  uint64_t row_no_ = 0, row_before_ = 0, seen_ = 0;
  uint32_t next_column_ = 0;
  bool hidden_ = false, damaged_ = false, merged_given_ = false;
};

}  // namespace diaodu::sheet
