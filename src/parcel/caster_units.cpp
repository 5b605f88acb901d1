// Lines under the headings that are no records, money in another unit than the register's: each is
// said.
#include <algorithm>

#include "base/text.hpp"
#include "parcel/caster.hpp"

namespace diaodu::parcel {

// Gives where the records begin among `rows`.
size_t Caster::skip_lines_below(const std::vector<KeptRow>& rows, const HeadingMatch& match) {
  size_t at = match.rows_above;
  const KeptRow* units = nullptr;
  for (; at < rows.size() && at < match.rows_above + 2; ++at) {
    const bool is_units = units == nullptr && is_units_line(rows[at]);
    if (!is_units && !is_numbers_line(rows[at], match)) break;
    if (is_units) units = &rows[at];
    shape_.filled.clear();
    for (size_t i = 0; i < rows[at].size() && shape_.filled.empty(); ++i)
      if (const std::string_view text = trim_cell(rows[at].text(i)); !text.empty())
        shape_.filled.push_back(text);
    count_row();
    leave_out(rows[at].view());
  }
  const std::string said = unit_said_above(rows, match.rows_above);
  for (const Mapped& mapped : mapped_) {
    std::string heading;
    for (const HeadingMatch::Cell& cell : match.cells)
      if (cell.column == static_cast<int>(mapped.column)) heading = cell.heading;
    const std::string_view line = units == nullptr ? said : units->text(mapped.file_column);
    const int power = money_power(register_.columns[mapped.column], heading, line);
    if (power != 0) scaled_.push_back({mapped.file_column, mapped.column, power});
    if (std::string unit = other_unit(register_.columns[mapped.column], heading, line);
        !unit.empty()) {
      wrongs_.clear();
      wrongs_.push_back({.column = static_cast<int>(mapped.column),
                         .rule = "_unit_other",
                         .grade = pack::Grade::question,
                         .params = std::move(unit)});
      area_.clear(), county_.clear(), key_hash_.reset();
      write_failures(match.row_no, {});
    }
  }
  return at;
}

// Whether a key says its own heading, or that of its group: several tables were pasted into one
// sheet, each with its headings.
bool Caster::is_head_of(const Mapped& mapped, std::string_view text) const {
  for (const std::string& part : split(mapped.heading, '/'))
    if (text == trim_cell(part)) return true;
  return false;
}

sheet::RowView Caster::in_own_units(const sheet::RowView& row) {
  scaled_row_.assign(row.cells.begin(), row.cells.end());
  scaled_texts_.resize(scaled_.size());
  for (size_t i = 0; i < scaled_.size(); ++i) {
    Scaled& scaled = scaled_[i];
    if (scaled.file_column >= scaled_row_.size()) continue;
    sheet::Cell& cell = scaled_row_[scaled.file_column];
    // A unit of its own goes before that of the heading.
    const std::string_view text = trim_cell(cell.text);
    std::optional<std::string> read =
        times_power(replace_all(std::string(text), ",", ""), scaled.power);
    if (!read) continue;
    if (!scaled.is_noted) {
      scaled.is_noted = true;
      wrongs_.clear();
      wrongs_.push_back({.column = static_cast<int>(scaled.column),
                         .rule = "_unit_column",
                         .grade = pack::Grade::note,
                         .shown = shown_text(text),
                         .params = *read});
      area_.clear(), county_.clear(), key_hash_.reset();
      write_failures(row.row_no, {});
    }
    scaled_texts_[i] = std::move(*read);
    cell.text = scaled_texts_[i];
  }
  sheet::RowView scaled = row;
  scaled.cells = scaled_row_;
  return scaled;
}

bool Caster::cast_money(const Mapped& mapped, std::string_view text) {
  const pack::ColumnDef& of = register_.columns[mapped.column];
  const std::optional<std::string> read = amount_in_own_unit(of, text);
  if (!read) return false;
  store::Column& column = out(mapped.column);
  cut_column(column, column.size() - 1);  // the null of the failed cast
  if (types_[mapped.column]->cast(*read, false, of, context_, column)) return false;
  wrongs_.push_back({.column = static_cast<int>(mapped.column),
                     .rule = "_unit_cell",
                     .grade = pack::Grade::note,
                     .shown = shown_text(text),
                     .params = *read});
  return true;
}

}  // namespace diaodu::parcel
