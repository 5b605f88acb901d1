// Workbooks through libxlsxwriter in its constant-memory mode: rows go to disk as they come.
#include <unistd.h>

#include <array>
#include <cctype>

#include "base/text.hpp"
#include "sheet/encoding.hpp"
#include "sheet/fail.hpp"
#include "sheet/sheet.hpp"
#include "sheet/written.hpp"

namespace diaodu::sheet {
namespace {

constexpr size_t kCharactersMax = 32'767;

bool is_escape(std::string_view text, size_t at) {
  if (text.size() - at < 7 || text[at + 1] != 'x' || text[at + 6] != '_') return false;
  for (size_t i = 2; i < 6; ++i)
    if (!std::isxdigit(static_cast<unsigned char>(text[at + i]))) return false;
  return true;
}

}  // namespace

Error cannot_write(const std::string& path, lxw_error why) {
  return fail("sheet.cannot_write",
              {"工作簿写不出来：" + std::string(lxw_strerror(why)),
               "cannot write the workbook: " + std::string(lxw_strerror(why))},
              {"请核对文件夹的写入权限和剩余空间",
               "Check the permission to write in the folder and the space left"},
              path);
}

void make_holdable(std::string_view text, std::string& out) {
  out.assign(text);
  if (!is_clean_utf8(text)) out = repair_utf8(text);
  for (size_t at = out.find("_x"); at != std::string::npos; at = out.find("_x", at + 1)) {
    if (!is_escape(out, at)) continue;
    out.insert(at, "_x005F");
    at += 6;
  }
  if (out.size() <= kCharactersMax || code_points(out) <= kCharactersMax) return;
  size_t at = 0;
  for (size_t n = 0; n < kCharactersMax; ++n) next_code_point(out, at);
  out.resize(at);
}

struct WorkbookWriter::Inside {
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  std::array<lxw_format*, 4> marks{};
  lxw_row_t row = 0;
  std::string path;
  std::string text;  // of the cell being written, ended by NUL
  lxw_error error = LXW_NO_ERROR;

  ~Inside() {
    if (book != nullptr) lxw_workbook_free(book);
  }
  void put(lxw_col_t column, std::string_view value, lxw_format* format) {
    if (value.empty() && format == nullptr) return;
    make_holdable(value, text);
    // A blank cell for an empty text, so that its mark is seen.
    const lxw_error got = text.empty()
                              ? worksheet_write_blank(sheet, row, column, format)
                              : worksheet_write_string(sheet, row, column, text.c_str(), format);
    if (error == LXW_NO_ERROR) error = got;
  }
  void heading(const std::vector<OutColumn>& columns) {
    lxw_format* bold = workbook_add_format(book);
    format_set_bold(bold);
    format_set_bg_color(bold, 0xD9E1F2);
    format_set_bottom(bold, LXW_BORDER_THIN);
    lxw_col_t at = 0;
    for (const OutColumn& column : columns) put(at++, column.heading, bold);
    ++row;
    worksheet_freeze_panes(sheet, row, 0);
  }
  void make_marks() {
    constexpr std::array<lxw_color_t, 4> kFills = {0, 0xFFC7CE, 0xFFEB9C, 0xDDEBF7};
    for (size_t i = 1; i < marks.size(); ++i) {
      marks[i] = workbook_add_format(book);
      format_set_bg_color(marks[i], kFills[i]);
    }
  }
};

WorkbookWriter::WorkbookWriter() : inside_(new Inside) {}
WorkbookWriter::WorkbookWriter(WorkbookWriter&& other) noexcept
    : inside_(std::exchange(other.inside_, nullptr)) {}
WorkbookWriter::~WorkbookWriter() { delete inside_; }

Result<WorkbookWriter> WorkbookWriter::create(const std::string& path,
                                              const std::string& sheet_name,
                                              const std::vector<OutColumn>& columns,
                                              const std::vector<std::string>& notes_above) {
  WorkbookWriter writer;
  Inside& inside = *writer.inside_;
  inside.path = path;
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  inside.book = workbook_new_opt(path.c_str(), &options);
  if (inside.book == nullptr) return cannot_write(path, LXW_ERROR_CREATING_XLSX_FILE);
  const lxw_error named = workbook_validate_sheet_name(inside.book, sheet_name.c_str());
  if (named != LXW_NO_ERROR) return cannot_write(path, named);
  inside.sheet = workbook_add_worksheet(inside.book, sheet_name.c_str());
  if (inside.sheet == nullptr) return cannot_write(path, LXW_ERROR_CREATING_TMPFILE);
  inside.make_marks();
  lxw_col_t at = 0;
  for (const OutColumn& column : columns) {
    worksheet_set_column(inside.sheet, at, at, column.width, nullptr);
    ++at;
  }
  for (const std::string& note : notes_above) {
    inside.put(0, note, nullptr);
    ++inside.row;
  }
  inside.heading(columns);
  return writer;
}

void WorkbookWriter::row(std::span<const OutCell> cells) {
  lxw_col_t at = 0;
  for (const OutCell& cell : cells)
    inside_->put(at++, cell.text, inside_->marks[static_cast<size_t>(cell.mark)]);
  ++inside_->row;
}

void WorkbookWriter::row(std::span<const std::string_view> cells) {
  lxw_col_t at = 0;
  for (const std::string_view cell : cells) inside_->put(at++, cell, nullptr);
  ++inside_->row;
}

Result<void> WorkbookWriter::close() {
  if (inside_->book == nullptr) return {};
  const lxw_error closed = workbook_close(std::exchange(inside_->book, nullptr));
  if (closed != LXW_NO_ERROR || inside_->error != LXW_NO_ERROR) {
    unlink(inside_->path.c_str());  // half a workbook helps nobody
    return cannot_write(inside_->path, closed != LXW_NO_ERROR ? closed : inside_->error);
  }
  return {};
}

}  // namespace diaodu::sheet
