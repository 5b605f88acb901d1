// What a reader of the sheet does not see, or the program does not read: hidden rows, columns and
// sheets, columns without a heading. Each is said, once a sheet.
#include <algorithm>

#include "base/text.hpp"
#include "parcel/caster.hpp"

namespace diaodu::parcel {
namespace {

constexpr size_t kHiddenMax = 1'000, kUnreadMax = 20;  // of a sheet

std::string column_letters(uint32_t column) {
  std::string address = sheet::cell_address(column, 1);
  address.pop_back();
  return address;
}

std::string listed(const std::vector<uint32_t>& columns) {
  std::vector<std::string> letters;
  for (const uint32_t column : columns) letters.push_back(column_letters(column));
  return join(letters, "、");
}

}  // namespace

void Caster::hidden_columns(uint32_t first, uint32_t last) {
  if (hidden_columns_.size() < kHiddenMax) hidden_columns_.emplace_back(first, last);
}

void Caster::take_headed(const HeadingMatch& match) {
  is_headed_.clear(), unheaded_.clear(), unread_.clear();
  for (const HeadingMatch::Cell& cell : match.cells) {
    const auto at = static_cast<size_t>(cell.column_no);
    if (is_headed_.size() <= at) is_headed_.resize(at + 1);
    is_headed_[at] = true;
  }
  for (uint32_t i = 0; i < is_headed_.size(); ++i)
    if (!is_headed_[i]) unheaded_.push_back(i);
}

// Of a row that is read.
void Caster::watch_unheaded(const sheet::RowView& row) {
  const auto watch = [&](uint32_t column) {
    if (unread_.size() >= kUnreadMax || trim_cell(row.cells[column].text).empty() ||
        std::ranges::count(unread_, column) > 0)
      return;
    if (unread_.empty()) unread_first_ = row.row_no;
    unread_.push_back(column);
  };
  for (const uint32_t column : unheaded_)
    if (column < row.cells.size()) watch(column);
  for (size_t column = is_headed_.size(); column < row.cells.size(); ++column)
    watch(static_cast<uint32_t>(column));
}

void Caster::note_of_sheet(const char* rule, uint32_t row_no, std::string params,
                           std::string shown) {
  wrongs_.clear();
  wrongs_.push_back({.rule = rule,
                     .grade = pack::Grade::note,
                     .shown = std::move(shown),
                     .params = std::move(params)});
  area_.clear(), county_.clear(), key_hash_.reset();
  write_failures(row_no, {});
}

// Of a sheet that has ended.
void Caster::write_hidden() {
  if (hidden_rows_ > 0) note_of_sheet("_hidden_rows", hidden_first_, std::to_string(hidden_rows_));
  if (form_.found) return;  // we hid them ourselves
  std::vector<uint32_t> hidden;
  for (const Mapped& mapped : mapped_)
    for (const auto& [first, last] : hidden_columns_)
      if (mapped.file_column >= first && mapped.file_column <= last)
        hidden.push_back(static_cast<uint32_t>(mapped.file_column));
  std::ranges::sort(hidden);
  const auto twice = std::ranges::unique(hidden);
  hidden.erase(twice.begin(), twice.end());
  if (!hidden.empty()) note_of_sheet("_hidden_columns", first_data_row_, listed(hidden));
}

void Caster::write_unheaded() {
  if (unread_.empty() || form_.found) return;
  std::ranges::sort(unread_);
  note_of_sheet("_heading_none", unread_first_, listed(unread_));
}

// A hidden sheet that has headings of ours; those without are lists to choose from.
void Caster::note_hidden_sheet(uint32_t row_no) {
  note_of_sheet("_hidden_sheet", row_no, {}, shown_text(sheet_.name, 60));
}

}  // namespace diaodu::parcel
