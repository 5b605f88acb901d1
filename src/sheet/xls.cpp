#include "sheet/xls.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <map>

#include "sheet/biff.hpp"
#include "sheet/fail.hpp"
#include "sheet/little.hpp"
#include "sheet/ole.hpp"
#include "sheet/rows.hpp"

namespace diaodu::sheet {
namespace {

constexpr uint64_t kBiff5 = 0x500, kBiff8 = 0x600;
constexpr uint64_t kTextMax = 32'767;  // units
constexpr size_t kColumnsMax = 256, kRowsMax = 65'536;

Error too_old() {
  return other_format("Excel 4.0 或更早的工作簿", "a workbook of Excel 4.0 or older");
}

// As xlsx writes numbers: in full where a person would, and never with digits that are not there.
std::string number_text(double value) {
  if (value == 0) return "0";
  char text[400];
  const double size = std::abs(value);
  const bool plain = size < 1e17 && size >= 1e-9;
  const auto end =
      plain ? std::to_chars(text, text + sizeof text, value, std::chars_format::fixed)
            : std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
  return {text, end.ptr};
}

// A number in 30 bits: of a double the upper ones, or a whole number; either may mean hundredths.
double short_number(uint64_t raw) {
  const auto bits = static_cast<uint32_t>(raw);
  const double value = (bits & 2) != 0 ? static_cast<double>(static_cast<int32_t>(bits) >> 2)
                                       : std::bit_cast<double>(uint64_t{bits & ~3u} << 32);
  return (bits & 1) != 0 ? value / 100 : value;
}

std::string_view error_text(uint64_t code) {
  switch (code) {
    case 0x00: return "#NULL!";
    case 0x07: return "#DIV/0!";
    case 0x0F: return "#VALUE!";
    case 0x17: return "#REF!";
    case 0x1D: return "#NAME?";
    case 0x24: return "#NUM!";
    default: return "#N/A";
  }
}

struct OldSheet {
  SheetInfo info;
  uint64_t at = 0;
  bool of_cells = true;
};

struct OldBook {
  std::string stream;
  uint64_t version = kBiff8;
  uint16_t code_page = 0;
  std::vector<OldSheet> sheets;
  std::vector<uint16_t> formats;  // by style
  std::map<uint16_t, DateForm> custom;
  std::vector<Cell> strings;
  Arena arena{1 << 20};
  Book shown;  // as Rows wants it

  BiffText text(BiffPieces& pieces, size_t width) const {
    const uint64_t length = pieces.number(width);
    return version == kBiff8 ? pieces.text(length) : pieces.bytes(length, code_page);
  }
};

Cell cell_of(BiffText text, Arena& arena) {
  const bool damaged = text.damaged || text.text.find("\xEF\xBF\xBD") != std::string::npos;
  return {text.text.empty() ? CellKind::empty : CellKind::text, damaged, arena.keep(text.text)};
}

Result<void> read_strings(const BiffRecord& record, const Limits& limits, OldBook& book) {
  BiffPieces pieces(record.pieces, 4);
  uint64_t count = pieces.number(4), bytes = 0;
  for (; count > 0 && !pieces.done(); --count) {
    book.strings.push_back(cell_of(book.text(pieces, 2), book.arena));
    bytes += book.strings.back().text.size();
    if (book.strings.size() > limits.strings_max || bytes > limits.string_bytes_max)
      return over_limit("sheet.too_many_strings", "工作簿的文字条数", "the number of texts",
                        limits.strings_max);
    pieces.skip(0);
  }
  return {};
}

void read_sheet_entry(const BiffRecord& record, OldBook& book) {
  BiffPieces pieces(record.pieces);
  OldSheet sheet;
  sheet.at = pieces.number(4);
  const uint64_t flags = pieces.number(2);
  sheet.of_cells = flags >> 8 == 0;
  sheet.info.index = static_cast<uint32_t>(book.sheets.size());
  sheet.info.hidden = (flags & 3) != 0;
  sheet.info.name = book.text(pieces, 1).text;
  book.sheets.push_back(std::move(sheet));
}

void read_format(const BiffRecord& record, OldBook& book) {
  BiffPieces pieces(record.pieces);
  const auto id = static_cast<uint16_t>(pieces.number(2));
  const BiffText code = book.text(pieces, book.version == kBiff8 ? 2 : 1);
  book.custom[id] = date_form(code.text);
}

// What stands before the sheets.
Result<void> read_globals(const Limits& limits, OldBook& book) {
  BiffRecords records(book.stream, 0);
  BiffRecord record;
  if (!records.next(record) || record.kind != Biff::begin) return too_old();
  book.version = little(record.body(), 0, 2);
  if (book.version != kBiff5 && book.version != kBiff8) return too_old();
  while (records.next(record) && record.kind != Biff::eof) {
    switch (record.kind) {
      case Biff::encrypted: return encrypted();
      case Biff::code_page:
        book.code_page = static_cast<uint16_t>(little(record.body(), 0, 2));
        break;
      case Biff::date1904: book.shown.date1904 = little(record.body(), 0, 2) == 1; break;
      case Biff::format: read_format(record, book); break;
      case Biff::style:
        book.formats.push_back(static_cast<uint16_t>(little(record.body(), 2, 2)));
        break;
      case Biff::sheet:
        if (book.sheets.size() < limits.entries_max) read_sheet_entry(record, book);
        break;
      case Biff::strings: TRY(read_strings(record, limits, book)); break;
      default: break;
    }
  }
  if (record.kind != Biff::eof) return truncated_package();
  for (const uint16_t id : book.formats) {
    const auto custom = book.custom.find(id);
    book.shown.styles.push_back(custom != book.custom.end() ? custom->second : date_form(id));
  }
  return {};
}

// The cells of one sheet: gathered, put in order, handed on. Merged ranges and hidden rows may
// stand behind the cells that they are about.
class OldCells {
 public:
  OldCells(const OldBook& book, const Limits& limits) : book_(book), limits_(limits) {}

  Result<void> read(uint64_t at) {
    BiffRecords records(book_.stream, at);
    BiffRecord record;
    if (!records.next(record) || record.kind != Biff::begin) return truncated_package();
    int depth = 1;  // charts stand within sheets
    while (records.next(record)) {
      if (record.kind == Biff::begin) ++depth;
      if (record.kind == Biff::eof && --depth == 0) return {};
      if (depth == 1) take(record);
      if (cells_.size() > kRowsMax * kColumnsMax || cells_.size() > limits_.cells_max)
        return over_limit("sheet.too_many_cells", "工作簿的单元格数", "the number of cells",
                          std::min<uint64_t>(kRowsMax * kColumnsMax, limits_.cells_max));
    }
    return truncated_package();
  }

  void hand_on(Rows& rows, Sink& sink) {
    for (const auto& [first, last] : hidden_columns_) sink.hidden_columns(first, last);
    for (const auto& [row0, row1, column0, column1] : merged_)
      sink.merged(row0, column0, row1, column1);
    std::stable_sort(cells_.begin(), cells_.end(), [](const At& a, const At& b) {
      return a.row != b.row ? a.row < b.row : a.column < b.column;
    });
    for (size_t i = 0; i < cells_.size();) {
      const uint32_t row = cells_[i].row;
      rows.begin_row(row + 1, hidden_[row]);
      for (; i < cells_.size() && cells_[i].row == row; ++i) {
        if (cells_[i].column < kColumnsMax)
          rows.put(cells_[i].column, cells_[i].cell);
        else
          rows.unreadable_ref();
      }
      if (!rows.end_row()) return;
    }
  }

 private:
  struct Range {
    uint32_t row0, row1, column0, column1;
  };
  struct At {
    uint16_t row = 0, column = 0;
    Cell cell;
  };

  void add(uint64_t row, uint64_t column, const Cell& cell) {
    if (cell.kind == CellKind::empty && !cell.damaged) return;
    cells_.push_back({static_cast<uint16_t>(row), static_cast<uint16_t>(column), cell});
  }
  void add_range(const Range& range) {
    if (range.row0 <= range.row1 && range.column0 <= range.column1 && merged_.size() < kRowsMax)
      merged_.push_back(range);
  }
  Cell number(double value, uint64_t style) {
    const auto& styles = book_.shown.styles;
    const DateForm form = style < styles.size() ? styles[style] : DateForm::none;
    return number_cell(arena_.keep(number_text(value)), form, book_.shown.date1904, arena_);
  }
  Cell answer(uint64_t value, bool is_error) {
    if (is_error) return {CellKind::error, false, error_text(value)};
    return {CellKind::boolean, false, value != 0 ? "TRUE" : "FALSE"};
  }
  void formula(const BiffRecord& record, uint64_t row, uint64_t column, uint64_t style) {
    const std::string_view body = record.body();
    if (body.size() < 14) return add(row, column, {CellKind::text, true, "?"});
    if (little(body, 12, 2) != 0xFFFF)
      return add(row, column, number(std::bit_cast<double>(little(body, 6, 8)), style));
    switch (body[6]) {
      case 0: text_of_ = {static_cast<uint16_t>(row), static_cast<uint16_t>(column), {}}; break;
      case 1: add(row, column, answer(little(body, 8, 1), false)); break;
      case 2: add(row, column, answer(little(body, 8, 1), true)); break;
      default: break;  // an empty text
    }
  }
  void take(const BiffRecord& record) {
    const std::string_view body = record.body();
    const uint64_t row = little(body, 0, 2), column = little(body, 2, 2),
                   style = little(body, 4, 2);
    switch (record.kind) {
      case Biff::row:
        if ((little(body, 12, 2) & 0x20) != 0) hidden_[row] = true;
        break;
      case Biff::column: {
        const auto last = static_cast<uint32_t>(std::min<uint64_t>(column, kColumnsMax - 1));
        if ((little(body, 8, 2) & 1) != 0 && row <= last && hidden_columns_.size() < kColumnsMax)
          hidden_columns_.emplace_back(static_cast<uint32_t>(row), last);  // first and last column
        break;
      }
      case Biff::number:
        add(row, column, number(std::bit_cast<double>(little(body, 6, 8)), style));
        break;
      case Biff::short_number:
        add(row, column, number(short_number(little(body, 6, 4)), style));
        break;
      case Biff::numbers:
        for (size_t at = 4, i = 0; at + 8 <= body.size(); at += 6, ++i)
          add(row, column + i, number(short_number(little(body, at + 2, 4)), little(body, at, 2)));
        break;
      case Biff::shared: {
        const uint64_t index = little(body, 6, 4);
        const bool there = body.size() >= 10 && index < book_.strings.size();
        add(row, column, there ? book_.strings[index] : Cell{CellKind::text, true, "?"});
        break;
      }
      case Biff::text:
      case Biff::rich_text: {
        BiffPieces pieces(record.pieces, 6);
        add(row, column, cell_of(book_.text(pieces, 2), arena_));
        break;
      }
      case Biff::boolean:
        add(row, column, answer(little(body, 6, 1), little(body, 7, 1) == 1));
        break;
      case Biff::formula: formula(record, row, column, style); break;
      case Biff::answer:
        if (text_of_) {
          BiffPieces pieces(record.pieces);
          add(text_of_->row, text_of_->column, cell_of(book_.text(pieces, 2), arena_));
          text_of_.reset();
        }
        break;
      case Biff::merged:
        for (size_t at = 2; at + 8 <= body.size(); at += 8)
          add_range({static_cast<uint32_t>(little(body, at, 2)),
                     static_cast<uint32_t>(little(body, at + 2, 2)),
                     static_cast<uint32_t>(little(body, at + 4, 2)),
                     static_cast<uint32_t>(little(body, at + 6, 2))});
        break;
      default: break;
    }
  }

  const OldBook& book_;
  const Limits& limits_;
  Arena arena_{64 * 1024};
  std::vector<At> cells_;
  std::vector<Range> merged_;
  std::vector<std::pair<uint32_t, uint32_t>> hidden_columns_;
  std::vector<bool> hidden_ = std::vector<bool>(kRowsMax);
  std::optional<At> text_of_;  // of a formula, whose text comes in the next record
};

}  // namespace

Result<Report> read_xls_bytes(std::string_view bytes, const Limits& limits, Sink& sink) {
  if (bytes.size() > limits.bytes_max)
    return over_limit("sheet.too_large", "文件的字节数", "the size of the file", limits.bytes_max);
  TRY_ASSIGN(const Ole ole, Ole::open(bytes, limits));
  if (ole.has("EncryptedPackage")) return encrypted();
  OldBook book;
  TRY_ASSIGN(book.stream, ole.stream(ole.has("Workbook") ? "Workbook" : "Book"));
  if (book.stream.empty())
    return fail("sheet.unknown_format",
                {"文件不是表格工作簿，可能是 Word 文档或演示文稿",
                 "the file is no workbook; it may be a document or a presentation"},
                {"请把表格存成 .xlsx 后重传", "Save the table as .xlsx and send it again"});
  TRY(read_globals(limits, book));
  Report report;
  report.format = "xls";
  report.date1904 = book.shown.date1904;
  const Strings none;
  for (const OldSheet& sheet : book.sheets) {
    if (!sheet.of_cells) continue;
    ++report.sheets;
    if (!sink.sheet(sheet.info)) continue;
    OldCells cells(book, limits);
    TRY(cells.read(sheet.at));
    Rows rows(book.shown, none, limits, sink, report);
    cells.hand_on(rows, sink);
    if (rows.error()) return *rows.error();
  }
  if (report.sheets == 0) return no_cells();
  return report;
}

}  // namespace diaodu::sheet
