// Which lines are the headings, and what each is called where groups stand above.
#include <algorithm>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "parcel/heading.hpp"

namespace diaodu::parcel {
namespace {

constexpr size_t kLinesMost = 3;
constexpr size_t kGroupMax = 60;  // bytes: a group's name is short, a title or a note is not

// The texts of the first lines, with what merged cells say where they are blank; each looked up
// once.
class Lines {
 public:
  Lines(const HeadingNames& names, const std::vector<KeptRow>& rows,
        const std::vector<HeadingSpan>& merged)
      : rows_(rows) {
    for (const KeptRow& row : rows) width_ = std::max(width_, row.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      texts_.emplace_back(width_);
      from_.emplace_back(width_);
      for (size_t column = 0; column < width_; ++column) {
        texts_[i][column] = rows[i].text(column);
        from_[i][column] = column;
      }
    }
    for (const HeadingSpan& span : merged) spread(span);
    has_merged_ = !merged.empty();
    for (const std::vector<std::string_view>& line : texts_) {
      forms_.emplace_back();
      columns_.emplace_back();
      for (const std::string_view text : line) {
        forms_.back().push_back(text.empty() ? std::string() : heading_form(text, true));
        columns_.back().push_back(forms_.back().back().empty() ? -1 : names.find(text));
      }
    }
  }
  int column(size_t line, size_t at) const { return columns_[line][at]; }
  const std::string& form(size_t line, size_t at) const { return forms_[line][at]; }
  size_t count() const { return rows_.size(); }
  size_t width() const { return width_; }
  uint32_t row_no(size_t line) const { return rows_[line].row_no(); }
  std::string_view text(size_t line, size_t column) const { return texts_[line][column]; }

  // The group above a column, in a line that holds groups.
  std::string_view group(size_t line, size_t column) const {
    if (has_merged_ || !texts_[line][column].empty()) return texts_[line][column];
    if (texts_[line + 1][column].empty()) return {};
    for (size_t left = column; left-- > 0;)  // a file without merged cells: blank means as before
      if (!texts_[line][left].empty()) return texts_[line][left];
    return {};
  }
  // Whether a line names groups of the columns under it: some name spans two columns and more, not
  // nearly all; nothing in it is a title, a number or says 填报单位：....
  bool is_of_groups(size_t line) const {
    if (line + 1 >= count()) return false;
    // Between two lines that name the same columns stand records, not groups.
    size_t between = 0;
    for (size_t column = 0; line > 0 && column < width_; ++column)
      between += columns_[line - 1][column] >= 0 && columns_[line + 1][column] >= 0 &&
                 columns_[line][column] < 0 && !texts_[line][column].empty();
    if (between >= 2) return false;
    std::map<std::string_view, size_t> spans;
    size_t filled = 0, last = 0;
    bool any = false;
    for (size_t column = 0; column < width_; ++column) {
      const std::string_view own = texts_[line][column];
      filled += !own.empty() && from_[line][column] == column;
      const bool is_number = !own.empty() && own.find_first_not_of("0123456789.,") == own.npos;
      if (is_number || own.size() > kGroupMax || own.find(':') != own.npos ||
          own.find("：") != own.npos)
        return false;
      if (!group(line, column).empty()) last = column + 1;
    }
    if (filled < 2) return false;
    for (size_t column = 0; column < last; ++column) {
      const std::string_view name = group(line, column);
      if (name.empty() || texts_[line + 1][column].empty()) continue;
      const size_t span = ++spans[name];
      any |= span >= 2;
      if (span * 5 >= width_ * 4 && width_ > 3) return false;
    }
    return any;
  }

 private:
  void spread(const HeadingSpan& span) {
    std::string_view top;
    for (size_t i = 0; i < count(); ++i) {
      const uint32_t row = row_no(i) - 1;
      if (row < span.row0 || row > span.row1) continue;
      if (row == span.row0 && span.column0 < width_) top = rows_[i].text(span.column0);
      for (size_t column = span.column0; column <= span.column1 && column < width_; ++column) {
        texts_[i][column] = top;
        from_[i][column] = span.column0;
      }
    }
  }

  const std::vector<KeptRow>& rows_;
  std::vector<std::vector<std::string_view>> texts_;
  std::vector<std::vector<size_t>> from_;  // the column that the text stands in
  std::vector<std::vector<std::string>> forms_;
  std::vector<std::vector<int>> columns_;  // of the register
  size_t width_ = 0;
  bool has_merged_ = false;
};

struct Named {
  std::string path;      // from the outermost group to the heading itself
  std::string own_form;  // of the heading itself
  int column = -1;       // of the register
  size_t parts = 1;
  bool by_path = false;  // its group helped to tell
};

// A heading under its groups: by its path, else by itself, else by what stands above it.
std::optional<Named> under_groups(const HeadingNames& names, const Lines& lines, size_t first,
                                  size_t last, size_t at) {
  std::vector<std::string_view> path;
  std::string form, own_form;
  for (size_t line = first; line <= last; ++line) {
    const std::string_view text = line < last ? lines.group(line, at) : lines.text(line, at);
    std::string next = heading_form(text, true);
    if (next.empty() || next == form) continue;
    path.push_back(text);
    own_form = form = std::move(next);
  }
  if (path.empty()) return std::nullopt;
  Named made;
  made.own_form = std::move(own_form);
  made.parts = path.size();
  for (size_t from = 0; from + 1 < path.size() && made.column < 0; ++from)
    for (const char* between : {"/", ""}) {
      std::string joined;
      for (size_t i = from; i < path.size(); ++i)
        joined += (joined.empty() ? "" : between) + std::string(path[i]);
      if (made.column < 0) made.column = names.find(joined);
    }
  made.by_path = made.column >= 0;
  for (size_t i = path.size(); i-- > 0 && made.column < 0;) made.column = names.find(path[i]);
  for (const std::string_view part : path)
    made.path += (made.path.empty() ? "" : "/") + std::string(part);
  return made;
}

// A heading in one line, or in two of which the lower names it and the upper is asked where that
// says nothing: 编号 over （甲）.
std::optional<Named> in_lines(const Lines& lines, size_t first, size_t last, size_t at) {
  size_t line = last;
  if (first < last && lines.column(last, at) < 0 && !lines.form(first, at).empty() &&
      (lines.column(first, at) >= 0 || lines.form(last, at).empty()))
    line = first;
  if (lines.form(line, at).empty()) return std::nullopt;
  Named made;
  made.path = lines.text(line, at);
  made.own_form = lines.form(line, at);
  made.column = lines.column(line, at);
  return made;
}

// One heading a column of the file, read over `depth` lines down to `last`.
HeadingMatch try_lines(const HeadingNames& names, const Lines& lines, size_t last, size_t depth,
                       bool groups) {
  HeadingMatch match;
  match.row_no = lines.row_no(last);
  match.column_of.assign(names.columns(), -1);
  std::vector<std::pair<size_t, Named>> all;
  for (size_t at = 0; at < lines.width(); ++at) {
    const size_t first = last + 1 - depth;
    std::optional<Named> one =
        groups ? under_groups(names, lines, first, last, at) : in_lines(lines, first, last, at);
    if (one) all.emplace_back(at, std::move(*one));
  }
  // Of several that mean the same: the one whose group says so, then the one without a group; under
  // different groups none.
  std::map<int, std::vector<size_t>> of_column;
  for (size_t i = 0; i < all.size(); ++i)
    if (all[i].second.column >= 0) of_column[all[i].second.column].push_back(i);
  std::vector<bool> taken(all.size()), vague(all.size());
  for (const auto& [column, which] : of_column) {
    const auto best = [&](auto&& is_good) {
      return std::find_if(which.begin(), which.end(),
                          [&](size_t i) { return is_good(all[i].second); });
    };
    auto chosen = best([](const Named& one) { return one.by_path; });
    if (chosen == which.end()) chosen = best([](const Named& one) { return one.parts == 1; });
    if (chosen == which.end() && which.size() == 1) chosen = which.begin();
    if (chosen == which.end()) {
      const std::string& first = all[which.front()].second.path;
      if (std::all_of(which.begin(), which.end(),
                      [&](size_t i) { return all[i].second.path == first; }))
        chosen = which.begin();
    }
    if (chosen != which.end()) {
      taken[*chosen] = true;
      match.column_of[static_cast<size_t>(column)] = static_cast<int>(all[*chosen].first);
    } else {
      match.vague.push_back(column);
      for (const size_t i : which) vague[i] = true;
    }
  }
  for (size_t i = 0; i < all.size(); ++i) {
    const Named& one = all[i].second;
    match.cells.push_back({.column_no = static_cast<int>(all[i].first),
                           .heading = one.path,
                           .column = taken[i] ? one.column : -1,
                           .twice = one.column >= 0 && !taken[i],
                           .vague = vague[i],
                           .numbering = one.column < 0 && is_numbering(one.own_form)});
  }
  return match;
}

size_t matched(const HeadingMatch& match) {
  size_t count = match.vague.size();
  for (const int column : match.column_of) count += column >= 0;
  return count;
}

}  // namespace

HeadingMatch match_headings(const HeadingNames& names, const std::vector<KeptRow>& rows,
                            const std::vector<HeadingSpan>& merged) {
  const Lines lines(names, rows, merged);
  HeadingMatch best;
  size_t most =
      std::min<size_t>(1, names.columns() - 1);  // two columns must match, if there are two
  // A line further down must name far more: else it is the headings of a second table, and what
  // stands between would be passed over.
  const auto offer = [&](HeadingMatch match, size_t last, size_t depth, bool also_equal) {
    const size_t count = matched(match);
    if (count < most || (count == most && !also_equal)) return;
    const bool is_near = last == best.rows_above || last + 1 < best.rows_above + depth;
    if (best.found && !is_near && 2 * most >= count) return;
    most = count, best = std::move(match);
    best.found = true, best.rows_above = last + 1;
  };
  for (size_t last = 0; last < rows.size(); ++last) {
    offer(try_lines(names, lines, last, 1, false), last, 1, false);
    if (last == 0) continue;
    size_t depth = 1;
    while (depth < kLinesMost && depth <= last && lines.is_of_groups(last - depth)) ++depth;
    if (depth > 1)
      offer(try_lines(names, lines, last, depth, true), last, depth,
            best.found && best.rows_above == last + 1);
    else
      offer(try_lines(names, lines, last, 2, false), last, 2, false);
  }
  return best;
}

}  // namespace diaodu::parcel
