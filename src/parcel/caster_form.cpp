// Rows of a workbook that we wrote and that comes back (form_heads.hpp). A row is told by its mark;
// without one by the number that names it in lists, or by name, last four digits and place: whom
// those mean is settled where the records are (form_rows.hpp).
#include <algorithm>

#include "base/area_code.hpp"
#include "base/text.hpp"
#include "parcel/caster.hpp"

namespace diaodu::parcel {
namespace {

constexpr size_t kCellMax = 200;

}  // namespace

std::string Caster::form_cell(const sheet::RowView& row, int at) const {
  if (at < 0 || static_cast<size_t>(at) >= row.cells.size()) return {};
  return shown_text(trim_cell(row.cells[static_cast<size_t>(at)].text), kCellMax);
}

// Of a sheet, or of a block pasted below another with headings of its own.
void Caster::take_form(FormHeads heads) {
  const size_t rows = part_.rows.columns.front().size();
  for (store::Column& column : part_.rows.columns) pad_column(column, rows);
  form_ = std::move(heads);
  asked_in_file_ |= form_.asks;
  map_columns(form_.match);
  show_id_at_ = form_.id_at;
  const auto sheet = static_cast<int32_t>(sheet_.index);
  const bool is_first =
      std::ranges::none_of(outcome_.headings, [&](const auto& one) { return one.sheet == sheet; });
  if (!is_first) return;
  list_headings(form_.match);
  note_headings(form_.match);
}

// Whether the row answers anything; reads its mark.
bool Caster::begin_form_row(const sheet::RowView& row) {
  const std::string typed = form_cell(row, form_.mark_at);
  mark_ = frame::read_mark(typed);
  if (mark_) return true;
  if (FormHeads again = form_line(names_, register_, KeptRow(row)); again.found) {
    ++outcome_.rows_left_out;
    take_form(std::move(again));
    return false;
  }
  return true;
}

// Nothing is said of the record that the mark names: whether the row means it is not known.
void Caster::refuse_form_row(const char* rule, int column, std::string other_area) {
  wrongs_.push_back({.column = column,
                     .rule = rule,
                     .grade = pack::Grade::reject,
                     .other_area = std::move(other_area)});
  refused_ = is_provisional_ = true;
}

void Caster::judge_form_row(const sheet::RowView& row) {
  const std::string typed = form_cell(row, form_.mark_at);
  if (mark_) {
    const std::string& county = mark_->dist_county;
    if (mark_->of_register != frame::register_tag(register_.id)) {
      refuse_form_row("_form_register");
    } else if (mark_->layout != form_.layout) {
      refuse_form_row("_form_layout");
    } else if (!is_under(county, job_.sender) && !is_under(job_.sender, county)) {
      refuse_form_row("_outside", static_cast<int>(area_column_), county);
    } else if (key_hash_ && *key_hash_ != mark_->key_hash) {
      refuse_form_row("_form_other");
    }
    key_hash_ = mark_->key_hash;
    return;
  }
  if (!typed.empty()) wrongs_.push_back({.rule = "_form_mark", .grade = pack::Grade::note});
  if (!form_.asks) return;  // a row of a template: like any other
  // Until it is settled the row has a key that is nobody's.
  key_hash_ = hash63(key_, std::to_string(job_.parcel) + '\x1e' + std::to_string(sheet_.index) +
                               '\x1e' + std::to_string(row.row_no));
  is_provisional_ = true;
}

void Caster::write_form_row(const sheet::RowView& row) {
  std::vector<store::Column>& columns = part_.forms.columns;
  columns[0].add(job_.parcel);
  columns[1].add(static_cast<int32_t>(sheet_.index));
  columns[2].add(static_cast<int32_t>(row.row_no));
  columns[3].add(mark_ ? std::string_view(mark_->dist_county) : std::string_view());
  columns[4].add(mark_ ? mark_->key_hash : int64_t{0});
  columns[5].add(mark_ ? mark_->round : int64_t{0});
  // What is masked names nobody.
  const auto plain = [&](int at) {
    std::string text = form_cell(row, at);
    return text.find('*') == std::string::npos ? text : std::string();
  };
  columns[6].add(plain(form_.id_at));
  columns[7].add(plain(form_.name_at));
  columns[8].add(plain(form_.last_four_at));
  const std::string place = mark_ ? std::string() : form_cell(row, form_.place_at);
  std::string code;
  if (!place.empty()) {
    std::vector<std::string> found = areas_.resolve(place);
    std::erase_if(found, [&](const std::string& one) { return !is_under(one, job_.sender); });
    code = found.size() == 1 ? found.front() : find_by_name(place, true).code;
  }
  columns[9].add(code);
  part_bytes_ += 160;
}

}  // namespace diaodu::parcel
