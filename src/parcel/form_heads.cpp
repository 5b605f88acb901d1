#include "parcel/form_heads.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace diaodu::parcel {
namespace {

constexpr std::string_view kFill = "请填报", kNow = "现值", kProblems = "问题说明";

// What stands before `word` in parentheses at the end; nullopt: it does not end so.
std::optional<std::string> before(const std::string& form, std::string_view word) {
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"(", ")"}, {"[", "]"}, {"【", "】"}}) {
    const std::string end = std::string(open) + std::string(word) + std::string(close);
    if (form.size() > end.size() && form.ends_with(end))
      return form.substr(0, form.size() - end.size());
  }
  return std::nullopt;
}

class Line {
 public:
  Line(const HeadingNames& names, const pack::Register& of)
      : names_(names), register_(of), known_(of) {
    heads_.match.column_of.assign(names.columns(), -1);
    direct_.assign(names.columns(), -1);
  }

  FormHeads read(const KeptRow& line) {
    heads_.match.row_no = line.row_no();
    for (size_t at = 0; at < line.size(); ++at) read_cell(static_cast<int>(at), line.text(at));
    heads_.found = heads_.mark_at >= 0 || heads_.asks;
    heads_.match.found = heads_.found;
    heads_.asks = heads_.asks || has_problems_;
    if (heads_.found) settle();
    return std::move(heads_);
  }

 private:
  void read_cell(int at, std::string_view text) {
    const std::string form = heading_form(text, true);
    if (form.empty()) return;
    HeadingMatch::Cell cell{.column_no = at, .heading = std::string(text)};
    if (heading_form(text, false) == frame::kMarkWord) {
      if (heads_.mark_at < 0) heads_.mark_at = at;
      cell.numbering = true;
    } else if (form == kProblems || form == frame::kLastFour || before(form, kNow)) {
      has_problems_ |= form == kProblems;
      if (form == frame::kLastFour) heads_.last_four_at = at;
      cell.numbering = true;
    } else if (const auto title = before(form, kFill)) {
      take(names_.find(*title), cell, heads_.match.column_of);
      heads_.asks = heads_.asks || cell.column >= 0;
    } else {
      const int column = names_.find(text);
      if (column >= 0 && direct_[static_cast<size_t>(column)] < 0)
        direct_[static_cast<size_t>(column)] = at;
      cell.numbering = true;  // settled when all are known
    }
    heads_.match.cells.push_back(std::move(cell));
  }
  void take(int column, HeadingMatch::Cell& cell, std::vector<int>& column_of) const {
    cell.column = column;
    if (column < 0) return;
    int& place = column_of[static_cast<size_t>(column)];
    if (place >= 0) cell.twice = true, cell.column = -1;
    if (place < 0) place = cell.column_no;
  }
  int direct(int column) const { return column < 0 ? -1 : direct_[static_cast<size_t>(column)]; }

  void settle() {
    std::vector<std::string> asked;
    for (size_t i = 0; i < heads_.match.column_of.size(); ++i)
      if (heads_.match.column_of[i] >= 0) asked.push_back(register_.columns[i].name);
    heads_.layout = heads_.asks ? frame::layout_of(asked) : frame::kTemplateLayout;
    heads_.id_at = direct(known_.show_id), heads_.name_at = direct(known_.show_name);
    heads_.place_at = direct(known_.area);
    for (HeadingMatch::Cell& cell : heads_.match.cells) {
      const int column = names_.find(cell.heading);
      if (column < 0 || direct(column) != cell.column_no) continue;
      const auto index = static_cast<size_t>(column);
      if (heads_.asks && !known_.is_answer(index)) continue;
      if (heads_.match.column_of[index] >= 0) continue;
      cell.numbering = false;
      take(column, cell, heads_.match.column_of);
    }
  }

  const HeadingNames& names_;
  const pack::Register& register_;
  const frame::FormColumns known_;
  FormHeads heads_;
  std::vector<int> direct_;  // by column: where its title stands as it is
  bool has_problems_ = false;
};

}  // namespace

FormHeads form_line(const HeadingNames& names, const pack::Register& register_,
                    const KeptRow& line) {
  return Line(names, register_).read(line);
}

FormHeads match_form(const HeadingNames& names, const pack::Register& register_,
                     const std::vector<KeptRow>& rows) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 && heading_form(rows[i].text(0), true) == heading_form(frame::kOnlyToRead, true)) {
      FormHeads heads;
      heads.only_to_read = true;
      return heads;
    }
    FormHeads heads = form_line(names, register_, rows[i]);
    heads.match.rows_above = i + 1;
    if (heads.found) return heads;
  }
  return {};
}

}  // namespace diaodu::parcel
