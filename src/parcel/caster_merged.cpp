// Merged cells: the top left cell of a range that goes down over several rows counts for each of
// them; of one that goes across columns only the first is read. Both are said, with the ranges.
#include <algorithm>

#include "base/text.hpp"
#include "parcel/caster.hpp"

namespace diaodu::parcel {
namespace {

constexpr size_t kMergedMax = 200'000;  // of a sheet
constexpr size_t kRangesOfNote = 12;

}  // namespace

std::string Caster::Merged::address() const {
  return sheet::cell_address(column0, row0 + 1) + ":" + sheet::cell_address(column1, row1 + 1);
}

void Caster::merged(uint32_t row0, uint32_t column0, uint32_t row1, uint32_t column1) {
  if (row0 == row1 && column0 == column1) return;
  const Merged range{.row0 = row0, .column0 = column0, .row1 = row1, .column1 = column1};
  const bool in_time = state_ == SheetState::undecided;  // no row was cast yet
  if (in_time && merged_.size() < kMergedMax) merged_.push_back(range);
  if (in_time || state_ != SheetState::good || row1 == row0 || row0 < first_data_row_) return;
  const auto read = [&](const Mapped& mapped) { return mapped.file_column == column0; };
  if (std::ranges::any_of(mapped_, read) && merged_late_.size() < kRangesOfNote)
    merged_late_.push_back(range);
}

// Which ranges the row (0-based) touches.
void Caster::open_merged(uint32_t row) {
  if (merged_.empty()) return;
  std::erase_if(open_merged_, [&](size_t at) { return merged_[at].row1 < row; });
  for (; next_merged_ < merged_.size() && merged_[next_merged_].row0 <= row; ++next_merged_)
    if (merged_[next_merged_].row1 >= row && merged_[next_merged_].row0 >= first_data_row_)
      open_merged_.push_back(next_merged_);
}

sheet::RowView Caster::fill_merged(const sheet::RowView& row) {
  filled_row_.assign(row.cells.begin(), row.cells.end());
  filled_columns_.clear();
  for (const size_t at : open_merged_) {
    Merged& range = merged_[at];
    const size_t column = range.column0;
    if (range.row0 + 1 == row.row_no) {
      if (column < filled_row_.size()) {
        range.top = filled_row_[column];
        range.text = range.top.text;
        range.top.text = range.text;
      }
      range.taken = true;
    } else if (range.taken) {  // also by an empty one: nobody sees what stands under it
      if (filled_row_.size() <= column) filled_row_.resize(column + 1);
      filled_row_[column] = range.top;
      filled_columns_.push_back(column);
    }
    for (size_t across = column + 1; across <= range.column1 && across < filled_row_.size();
         ++across)  // what the range covers is not seen, whatever the file has there
      filled_row_[across] = {};
  }
  sheet::RowView filled = row;
  filled.cells = filled_row_;
  return filled;
}

bool Caster::is_filled(size_t file_column) const {
  return std::ranges::count(filled_columns_, file_column) > 0;
}

// The row at hand is read: what it owes to merged cells will be said.
void Caster::note_merged() {
  for (const size_t at : open_merged_) {
    Merged& range = merged_[at];
    if (range.noted) continue;
    size_t covered = 0;
    for (const Mapped& mapped : mapped_) {
      covered += mapped.file_column >= range.column0 && mapped.file_column <= range.column1;
      if (mapped.file_column != range.column0 || range.row1 == range.row0) continue;
      merged_read_[mapped.column].push_back(range);
      range.noted = true;
    }
    if (range.column1 > range.column0 && covered > 1) {
      merged_across_.push_back(range);
      range.noted = true;
    }
  }
}

void Caster::write_merged() {
  for (size_t column = 0; column < merged_read_.size(); ++column)
    write_ranges("_merged", pack::Grade::note, static_cast<int>(column), merged_read_[column]);
  write_ranges("_merged_across", pack::Grade::question, -1, merged_across_);
  write_ranges("_merged_late", pack::Grade::question, -1, merged_late_);
}

// A few ranges a finding, each at the row where its first one begins. finding/merged.cpp reads the
// ranges of _merged back.
void Caster::write_ranges(const char* rule, pack::Grade grade, int column,
                          const std::vector<Merged>& ranges) {
  for (size_t from = 0; from < ranges.size(); from += kRangesOfNote) {
    std::vector<std::string> addresses;
    for (size_t i = from; i < std::min(ranges.size(), from + kRangesOfNote); ++i)
      addresses.push_back(ranges[i].address());
    wrongs_.clear();
    wrongs_.push_back(
        {.column = column, .rule = rule, .grade = grade, .params = join(addresses, "、")});
    area_.clear(), county_.clear(), key_hash_.reset();
    write_failures(ranges[from].row0 + 1, {});
  }
}

}  // namespace diaodu::parcel
