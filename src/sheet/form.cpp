#include "sheet/form.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>

#include "sheet/sheet.hpp"
#include "sheet/written.hpp"

namespace diaodu::sheet {
namespace {

constexpr size_t kTitleMax = 32, kHintMax = 255;  // characters of a hint
constexpr size_t kCommentBytes = 3000;
constexpr double kCommentPixels = 260;

// At most so many characters.
std::string cut(const std::string& text, size_t most) {
  size_t at = 0, characters = 0;
  while (at < text.size() && characters < most) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    ++characters;
  }
  return text.substr(0, at);
}

}  // namespace

struct FormWriter::Inside {
  lxw_workbook* book = nullptr;
  std::vector<lxw_worksheet*> sheets;
  std::map<Look, lxw_format*> looks;
  std::string path, text;
  lxw_error error = LXW_NO_ERROR;

  ~Inside() {
    if (book != nullptr) lxw_workbook_free(book);
  }
  void note(lxw_error got) {
    if (error == LXW_NO_ERROR) error = got;
  }
  lxw_format* add(Look look, lxw_color_t fill = 0) {
    lxw_format* format = workbook_add_format(book);
    if (fill != 0) format_set_bg_color(format, fill);
    return looks[look] = format;
  }
  void make_looks() {
    constexpr lxw_color_t kHeading = 0xD9E1F2, kAsked = 0xFFE699, kEdge = 0xBFBFBF;
    looks[Look::plain] = nullptr;
    lxw_format* title = add(Look::title);
    format_set_bold(title);
    format_set_font_size(title, 14);
    format_set_font_color(add(Look::small), 0x595959);
    for (lxw_format* heading : {add(Look::heading, kHeading), add(Look::asked, kAsked)}) {
      format_set_bold(heading);
      format_set_text_wrap(heading);
      format_set_align(heading, LXW_ALIGN_VERTICAL_CENTER);
      format_set_border(heading, LXW_BORDER_THIN);
    }
    format_set_font_color(add(Look::grey, 0xF2F2F2), 0x808080);
    for (lxw_format* cell : {add(Look::wrong, 0xFFC7CE), add(Look::question, 0xFFEB9C),
                             add(Look::missing, 0xDDEBF7), add(Look::open)}) {
      format_set_num_format(cell, "@");  // what is typed stays as it is typed
      format_set_border(cell, LXW_BORDER_THIN);
      format_set_border_color(cell, kEdge);
    }
    format_set_text_wrap(add(Look::wrapped));
    for (const auto& [look, format] : looks)
      if (format != nullptr && look != Look::title)
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  }
};

FormWriter::FormWriter() : inside_(new Inside) {}
FormWriter::FormWriter(FormWriter&&) noexcept = default;
FormWriter::~FormWriter() = default;

Result<FormWriter> FormWriter::create(
    const std::string& path, const std::vector<std::pair<std::string, std::string>>& properties) {
  FormWriter writer;
  Inside& inside = *writer.inside_;
  inside.path = path;
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  inside.book = workbook_new_opt(path.c_str(), &options);
  if (inside.book == nullptr) return cannot_write(path, LXW_ERROR_CREATING_XLSX_FILE);
  inside.make_looks();
  for (const auto& [name, value] : properties)
    inside.note(workbook_set_custom_property_string(inside.book, name.c_str(), value.c_str()));
  return writer;
}

Result<int> FormWriter::add_sheet(const std::string& name) {
  Inside& inside = *inside_;
  const lxw_error named = workbook_validate_sheet_name(inside.book, name.c_str());
  if (named != LXW_NO_ERROR) return cannot_write(inside.path, named);
  lxw_worksheet* sheet = workbook_add_worksheet(inside.book, name.c_str());
  if (sheet == nullptr) return cannot_write(inside.path, LXW_ERROR_CREATING_TMPFILE);
  inside.sheets.push_back(sheet);
  return static_cast<int>(inside.sheets.size()) - 1;
}

void FormWriter::width(int sheet, uint32_t column, double characters) {
  const auto at = static_cast<lxw_col_t>(column);
  worksheet_set_column(inside_->sheets[static_cast<size_t>(sheet)], at, at, characters, nullptr);
}

void FormWriter::put(int sheet, uint32_t row, uint32_t column, std::string_view text, Look look) {
  Inside& inside = *inside_;
  lxw_worksheet* to = inside.sheets[static_cast<size_t>(sheet)];
  lxw_format* format = inside.looks[look];
  const auto at = static_cast<lxw_col_t>(column);
  if (text.empty()) {
    if (format != nullptr) inside.note(worksheet_write_blank(to, row, at, format));
    return;
  }
  make_holdable(text, inside.text);
  inside.note(worksheet_write_string(to, row, at, inside.text.c_str(), format));
}

void FormWriter::comment(int sheet, uint32_t row, uint32_t column, const std::string& text) {
  Inside& inside = *inside_;
  make_holdable(text.substr(0, kCommentBytes), inside.text);
  lxw_comment_options options{};
  options.width = static_cast<uint16_t>(kCommentPixels);
  inside.note(worksheet_write_comment_opt(inside.sheets[static_cast<size_t>(sheet)], row,
                                          static_cast<lxw_col_t>(column), inside.text.c_str(),
                                          &options));
}

void FormWriter::choose_from(int sheet, const Choices& choices) {
  Inside& inside = *inside_;
  std::string range = choices.range, title = cut(choices.title, kTitleMax),
              hint = cut(choices.hint, kHintMax);
  lxw_data_validation validation{};
  validation.validate = range.empty() ? LXW_VALIDATION_TYPE_ANY : LXW_VALIDATION_TYPE_LIST_FORMULA;
  validation.ignore_blank = LXW_VALIDATION_ON;
  validation.dropdown = LXW_VALIDATION_ON;
  validation.show_input = LXW_VALIDATION_ON;
  validation.show_error = LXW_VALIDATION_ON;
  validation.error_type = LXW_VALIDATION_ERROR_TYPE_INFORMATION;  // it is judged when it comes back
  if (!range.empty()) validation.value_formula = range.data();
  if (!hint.empty()) {
    validation.input_title = title.data();
    validation.input_message = hint.data();
  }
  const auto at = static_cast<lxw_col_t>(choices.column);
  inside.note(worksheet_data_validation_range(inside.sheets[static_cast<size_t>(sheet)],
                                              choices.row_first, at, choices.row_last, at,
                                              &validation));
}

void FormWriter::freeze_below(int sheet, uint32_t heading_row, uint32_t columns,
                              uint32_t last_row) {
  lxw_worksheet* of = inside_->sheets[static_cast<size_t>(sheet)];
  worksheet_freeze_panes(of, heading_row + 1, 0);
  worksheet_autofilter(of, heading_row, 0, std::max(heading_row, last_row),
                       static_cast<lxw_col_t>(columns - 1));
}

void FormWriter::show_first(int sheet) {
  worksheet_activate(inside_->sheets[static_cast<size_t>(sheet)]);
}

Result<void> FormWriter::close() {
  Inside& inside = *inside_;
  if (inside.book == nullptr) return {};
  const lxw_error closed = workbook_close(std::exchange(inside.book, nullptr));
  if (closed != LXW_NO_ERROR || inside.error != LXW_NO_ERROR) {
    unlink(inside.path.c_str());
    return cannot_write(inside.path, closed != LXW_NO_ERROR ? closed : inside.error);
  }
  return {};
}

std::string range_of(const std::string& sheet, uint32_t column, uint32_t row_first,
                     uint32_t row_last) {
  std::string letters = cell_address(column, 1);
  letters.pop_back();
  return "='" + sheet + "'!$" + letters + "$" + std::to_string(row_first + 1) + ":$" + letters +
         "$" + std::to_string(row_last + 1);
}

}  // namespace diaodu::sheet
