#pragma once
// Bytes -> cells with addresses, and cells -> workbooks. Pure: no database, no pack; limits on
// everything; every reader of foreign bytes has a fuzzer beside it. Readers run in a parser child
// (parcel/child.hpp).
//
// A reader calls the sink once a sheet and once a row, in file order. Blank rows are skipped, row
// numbers are the file's own (a CSV row is numbered by record, 1-based, as a spreadsheet program
// would show it). Texts in a RowView live until the sink returns. Nothing is trimmed, changed or
// guessed in a cell.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace diaodu::sheet {

enum class CellKind : uint8_t {
  empty,
  text,
  number,   // text is the shortest decimal form; exponent kept as written when the file stores one
  day,      // a number under a date format: text is YYYY-MM-DD (or with " HH:MM:SS")
  boolean,  // "TRUE" / "FALSE"
  error,    // "#N/A" ...
};
struct Cell {
  CellKind kind = CellKind::empty;
  bool damaged = false;  // bytes that were no text in the file's encoding stood here (as U+FFFD)
  std::string_view text;
};
struct RowView {
  uint32_t row_no = 0;  // 1-based
  bool hidden = false;
  bool damaged = false;         // CSV: a stray quote or an unclosed one; XLSX: an unreadable cell
  std::span<const Cell> cells;  // index = column, 0-based (0 = A)
};
struct SheetInfo {
  uint32_t index = 0;  // 0-based
  std::string name;    // CSV: empty
  bool hidden = false;
};
class Sink {
 public:
  virtual ~Sink() = default;
  virtual bool sheet(const SheetInfo&) { return true; }  // false: skip this sheet
  virtual bool row(const RowView&) = 0;                  // false: stop reading this sheet
  // Merged range, 0-based, ends included: before the rows of its sheet, of a very great sheet
  // (over 64 MiB) after them. Cells under a range stand as the file has them, as a rule empty.
  virtual void merged(uint32_t, uint32_t, uint32_t, uint32_t) {}
  // Columns of the sheet that are hidden, 0-based, ends included. Read like the others; may be told
  // twice.
  virtual void hidden_columns(uint32_t, uint32_t) {}
};

enum class Encoding : uint8_t { utf8, utf8_bom, gb18030, utf16le, utf16be };
std::string_view to_text(Encoding encoding);

struct Limits {
  uint64_t bytes_max = uint64_t{2} << 30;  // of the file
  uint64_t inflated_bytes_max = uint64_t{2}
                                << 30;  // XLSX: of all parts together, counted while streaming
  uint64_t part_bytes_max = uint64_t{1} << 30;  // of one part
  uint32_t ratio_max = 200;                     // inflated / stored, judged past 1 MiB
  uint32_t entries_max = 10'000;
  uint32_t rows_max = 1'048'576;  // XLSX; CSV: unlimited but by bytes
  uint32_t columns_max = 16'384;
  uint32_t cell_bytes_max = 1 << 17;  // 32,767 characters of UTF-8
  uint64_t cells_max = 400'000'000;   // XLSX: of all sheets, gaps inside a row too
  uint64_t strings_max = 5'000'000;
  uint64_t string_bytes_max = uint64_t{1} << 30;
};

struct Report {
  std::string format;    // "csv" | "xlsx" | "xls"
  std::string encoding;  // CSV
  char delimiter = 0;    // CSV
  uint32_t sheets = 0;
  uint64_t rows = 0;
  uint64_t cells = 0;
  uint64_t damaged_rows = 0;
  bool date1904 = false;
  bool strict = false;
};

// Loads what readers need from the system (the tables of GB18030), so that a sandboxed process
// needs no file afterwards.
void prepare_readers();

// What the first bytes say: "csv", "xlsx", "xls" (old, WPS's .et, or encrypted), "zip", or a name
// of what is not read: "ods", "biff", "RAR", "7z", "unknown".
std::string sniff(std::string_view head);

// `bytes` is the whole file (mapped). Encoding and delimiter (comma, tab, semicolon, |) are guessed
// from the first 64 KiB; RFC 4180 with the usual damage: stray quotes, CR or LF or CRLF, missing
// last newline.
Result<Report> read_csv(std::string_view bytes, const Limits& limits, Sink& sink);

// Streams a workbook: ISA-L inflates on one thread, the scanner reads on the caller's; expat takes
// over for what is out of the ordinary. Errors "sheet.*": zip bomb, entity, encrypted, truncated,
// over a limit.
Result<Report> read_xlsx(const std::string& path, const Limits& limits, Sink& sink);

// By sniff; `name` is how the file is called in errors. A parser child reads what it was given
// open.
Result<Report> read_bytes(std::string_view bytes, const Limits& limits, Sink& sink,
                          const std::string& name = {});
Result<Report> read_file(const std::string& path, const Limits& limits, Sink& sink);  // by sniff

// "B17", "AA3": column 0-based, row 1-based.
std::string cell_address(uint32_t column, uint32_t row_no);

// Writing (libxlsxwriter, constant memory). Texts never become formulas.
struct OutColumn {
  std::string heading;
  double width = 12;
};
enum class Mark : uint8_t { none, wrong, question, missing };
struct OutCell {
  std::string text;
  Mark mark = Mark::none;
};
class WorkbookWriter {
 public:
  static Result<WorkbookWriter> create(const std::string& path, const std::string& sheet_name,
                                       const std::vector<OutColumn>& columns,
                                       const std::vector<std::string>& notes_above = {});
  WorkbookWriter(WorkbookWriter&&) noexcept;
  ~WorkbookWriter();
  void row(std::span<const OutCell> cells);
  void row(std::span<const std::string_view> cells);  // fast path, no marks
  Result<void> close();

 private:
  WorkbookWriter();
  struct Inside;
  Inside* inside_;
};

// UTF-8 -> GB18030 for test files and exports; what is no character becomes U+FFFD.
std::string to_gb18030(std::string_view utf8);
// CSV field, quoted where needed; a leading = + - @ TAB CR (also full-width) is prefixed with '.
void append_csv_field(std::string& out, std::string_view field);

}  // namespace diaodu::sheet
