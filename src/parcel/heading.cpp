#include "parcel/heading.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "parcel/parcel.hpp"

namespace diaodu::parcel {
namespace {

bool is_blank(char32_t c) {
  return c <= 0x20 || c == 0xA0 || c == 0x3000 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200F) ||
         c == 0x2028 || c == 0x2029;
}

std::u32string points(std::string_view text) {
  std::u32string out;
  for (size_t at = 0; at < text.size();) out += next_code_point(text, at);
  return out;
}

// Edit distance in characters: a Chinese one is three bytes, and one of four may well be wrong.
size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

KeptRow::KeptRow(const sheet::RowView& row)
    : row_no_(row.row_no), hidden_(row.hidden), damaged_(row.damaged) {
  texts_.reserve(row.cells.size());
  cells_.reserve(row.cells.size());
  for (const sheet::Cell& cell : row.cells) {
    texts_.emplace_back(cell.text);
    cells_.push_back(cell);
    cells_.back().text = texts_.back();
  }
}

sheet::RowView KeptRow::view() const {
  return {.row_no = row_no_, .hidden = hidden_, .damaged = damaged_, .cells = cells_};
}

std::string heading_form(std::string_view heading, bool keep_parentheses) {
  const std::string half = half_width(heading);
  std::string out;
  int depth = 0;
  for (size_t at = 0; at < half.size();) {
    const char32_t c = next_code_point(half, at);
    const bool opens = c == '(' || c == '[' || c == 0x3010;
    const bool closes = c == ')' || c == ']' || c == 0x3011;
    if (!keep_parentheses && opens) ++depth;
    const bool inside = !keep_parentheses && (depth > 0 || closes);
    if (!keep_parentheses && closes && depth > 0) --depth;
    if (inside || is_blank(c) || c == '*' || c == ':') continue;
    append_utf8(out, c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  }
  return out;
}

std::string_view last_of_path(std::string_view heading) {
  return heading.substr(heading.rfind('/') + 1);  // npos + 1 is 0
}

HeadingNames::HeadingNames(const pack::Register& register_) : columns_(register_.columns.size()) {
  const auto add = [this](const std::string& name, int column) {
    const std::string whole = heading_form(name, true);
    if (whole.empty()) return;
    whole_.try_emplace(whole, column);
    spellings_.emplace_back(points(heading_form(name, false)), column);
    const std::string bare = heading_form(name, false);
    if (bare.empty()) return;
    const auto [at, is_new] = bare_.try_emplace(bare, column);
    if (!is_new && at->second != column) at->second = -1;
  };
  for (size_t i = 0; i < columns_; ++i) {
    const pack::ColumnDef& column = register_.columns[i];
    add(column.name, static_cast<int>(i));
    add(column.title.zh, static_cast<int>(i));
    add(column.title.en, static_cast<int>(i));
    for (const std::string& head : column.heads) add(head, static_cast<int>(i));
    titles_.push_back(column.title.zh.empty() ? column.name : column.title.zh);
  }
}

int HeadingNames::find(std::string_view heading) const {
  if (heading.empty() || heading.size() > 300) return -1;
  const std::string whole = heading_form(heading, true);
  if (const auto at = whole_.find(whole); at != whole_.end()) return at->second;
  const auto at = bare_.find(heading_form(heading, false));
  return at == bare_.end() ? -1 : at->second;
}

int HeadingNames::nearest(std::string_view heading) const {
  const std::u32string typed = points(heading_form(last_of_path(heading), false));
  if (typed.size() < 2 || typed.size() > 40) return -1;
  int best = -1;
  size_t least = std::max<size_t>(1, typed.size() / 3) + 1;
  for (const auto& [name, column] : spellings_)
    if (const size_t apart = distance(typed, name); apart < least) least = apart, best = column;
  return best;
}

std::optional<std::string> HeadingNames::suggestion(std::string_view heading) const {
  const int best = nearest(heading);
  if (best < 0) return std::nullopt;
  return titles_[static_cast<size_t>(best)];
}

bool is_numbering(std::string_view form) {
  return form == "序号" || form == "编号" || form == "no." || form == "no" || form == "#";
}

bool is_unknown_heading(const pack::Register& register_, const Parcel::Heading& heading) {
  const HeadingNames names(register_);
  return heading.column_name.empty() && !is_numbering(heading_form(heading.heading, true)) &&
         names.find(heading.heading) < 0 && names.find(last_of_path(heading.heading)) < 0;
}

}  // namespace diaodu::parcel
