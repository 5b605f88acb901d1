#include "sheet/rows.hpp"

#include <algorithm>
#include <charconv>

#include "sheet/fail.hpp"

namespace diaodu::sheet {
namespace {
constexpr size_t kMergedMax = 1'000'000;
}

Stored stored_as(std::string_view t) {
  if (t == "s") return Stored::shared;
  if (t == "n" || t.empty()) return Stored::number;
  if (t == "inlineStr" || t == "str") return Stored::text;
  if (t == "b") return Stored::boolean;
  if (t == "e") return Stored::error;
  if (t == "d") return Stored::day;
  return Stored::unknown;
}

void Rows::begin_row(std::optional<uint64_t> row_no, bool hidden) {
  row_before_ = row_no_;
  const uint64_t wanted = row_no.value_or(row_no_ + 1);
  damaged_ = wanted <= row_no_;  // rows out of order
  row_no_ = wanted;
  hidden_ = hidden;
  next_column_ = 0;
  cells_.clear();
  arena_.clear();
}

Cell Rows::value(Stored stored, uint32_t style, std::string_view text) {
  switch (stored) {
    case Stored::number: return number_cell(text, form(style), book_.date1904, arena_);
    case Stored::shared: {
      size_t index = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
      if (error == std::errc() && end == text.data() + text.size() && index < strings_.size())
        return strings_.get(index);
      break;
    }
    case Stored::text: return text_cell(text, limits_.cell_bytes_max, arena_);
    case Stored::boolean:
      if (text == "1" || text == "true") return {CellKind::boolean, false, "TRUE"};
      if (text == "0" || text == "false") return {CellKind::boolean, false, "FALSE"};
      break;
    case Stored::error: {
      Cell cell = text_cell(text, limits_.cell_bytes_max, arena_);
      if (cell.kind == CellKind::text) cell.kind = CellKind::error;
      return cell;
    }
    case Stored::day: return iso_day_cell(text, arena_);
    case Stored::unknown: break;
  }
  Cell cell = text_cell(text, limits_.cell_bytes_max, arena_);
  cell.damaged = cell.damaged || cell.kind != CellKind::empty;
  return cell;
}

bool Rows::end_row() {
  ++seen_;
  while (!cells_.empty() && cells_.back().kind == CellKind::empty && !cells_.back().damaged)
    cells_.pop_back();
  if (cells_.empty()) return true;
  if (row_no_ > limits_.rows_max || row_no_ == 0) {
    error_ = over_limit("sheet.too_many_rows", "工作表的行数", "the number of rows of a sheet",
                        limits_.rows_max);
    return false;
  }
  report_.cells += cells_.size();
  if (report_.cells > limits_.cells_max) {
    error_ = over_limit("sheet.too_many_cells", "工作簿的单元格数", "the number of cells",
                        limits_.cells_max);
    return false;
  }
  RowView row;
  row.row_no = static_cast<uint32_t>(row_no_);
  row.hidden = hidden_;
  row.damaged = damaged_;
  row.cells = cells_;
  ++report_.rows;
  report_.damaged_rows += damaged_;
  return sink_.row(row);
}

void Rows::merged(std::string_view ref) {
  const size_t colon = ref.find(':');
  const std::optional<CellRef> from = parse_ref(ref.substr(0, colon));
  const std::optional<CellRef> to =
      colon == std::string_view::npos ? from : parse_ref(ref.substr(colon + 1));
  if (!from || !to || from->row_no == 0 || to->row_no < from->row_no || to->column < from->column)
    return;
  if (merged_.size() < kMergedMax) merged_.push_back({*from, *to});
}

void Rows::hidden_columns(std::string_view min, std::string_view max) {
  uint32_t first = 0, last = 0;
  std::from_chars(min.data(), min.data() + min.size(), first);
  std::from_chars(max.data(), max.data() + max.size(), last);
  last = std::min(last, limits_.columns_max);
  if (first > 0 && first <= last) sink_.hidden_columns(first - 1, last - 1);
}

void Rows::give_merged() {
  if (merged_given_) return;
  merged_given_ = true;
  for (const Range& range : merged_)
    sink_.merged(range.from.row_no - 1, range.from.column, range.to.row_no - 1, range.to.column);
}

}  // namespace diaodu::sheet
