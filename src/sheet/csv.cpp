// CSV: rows are found by a search for the four bytes that matter, 64 at a time; cells are views
// into the file. One broken row never takes the next with it.
#include <algorithm>
#include <bit>
#include <deque>
#include <limits>
#include <optional>

#include "sheet/csv_guess.hpp"
#include "sheet/csv_window.hpp"
#include "sheet/fail.hpp"
#include "sheet/sheet.hpp"
#include "sheet/simd.hpp"

namespace diaodu::sheet {
namespace {

constexpr size_t kRowBytesMax = size_t{64} << 20;
constexpr size_t kGuessBytes = 64 * 1024;

// The next delimiter, quote, CR or LF at or after a place.
class Finder {
 public:
  Finder(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) { load(0); }

  // Places only grow from call to call.
  size_t next(size_t at) {
    if (at - block_ >= 64)
      load(at);
    else
      mask_ &= ~uint64_t{0} << (at - block_);
    while (mask_ == 0) {
      if (text_.size() - block_ <= 64) return text_.size();
      load(block_ + 64);
    }
    return block_ + static_cast<size_t>(std::countr_zero(mask_));
  }

 private:
  void load(size_t at) {
    block_ = at;
    const size_t left = text_.size() - at;
    if (left >= 64) {
      mask_ = match4(text_.data() + at, delimiter_, '"', '\r', '\n');
      return;
    }
    char tail[64] = {};
    if (left > 0) std::memcpy(tail, text_.data() + at, left);
    mask_ = match4(tail, delimiter_, '"', '\r', '\n') & ((uint64_t{1} << left) - 1);
  }

  std::string_view text_;
  char delimiter_;
  size_t block_ = 0;
  uint64_t mask_ = 0;
};

bool is_damaged(const Cell& cell) { return cell.damaged; }

enum class Step : uint8_t { row, end, more };

// Splits the text of one window into rows.
class RowSplitter {
 public:
  RowSplitter(std::string_view text, char delimiter, bool is_last, const Limits& limits)
      : text_(text),
        delimiter_(delimiter),
        last_(is_last),
        limits_(limits),
        finder_(text, delimiter) {}

  // `more`: the row that begins at `at` goes on past the window.
  Step row(size_t at) {
    cells_.clear();
    joined_.clear();
    damaged_ = false;
    if (at == text_.size()) return last_ ? Step::end : Step::more;
    for (;;) {
      const bool quoted = at < text_.size() && text_[at] == '"' && !unquoted_line(at);
      const std::optional<size_t> end = quoted ? quoted_field(at) : plain_field(at);
      if (!end) return Step::more;
      at = *end;
      if (at == text_.size()) {
        if (!last_) return Step::more;
        next_ = at;
        return Step::row;
      }
      if (text_[at] == delimiter_) {
        ++at;
        continue;
      }
      if (text_[at] == '\r') {
        if (at + 1 == text_.size() && !last_) return Step::more;
        if (at + 1 < text_.size() && text_[at + 1] == '\n') ++at;
      }
      next_ = at + 1;
      return Step::row;
    }
  }

  size_t next() const { return next_; }  // where the following row begins
  bool damaged() const { return damaged_; }
  std::vector<Cell>& cells() { return cells_; }

 private:
  bool unquoted_line(size_t at) const { return at < unquoted_until_; }

  void add(std::string_view text) {
    if (cells_.size() >= limits_.columns_max) {
      damaged_ = damaged_ || !text.empty();
      return;
    }
    Cell cell{text.empty() ? CellKind::empty : CellKind::text, false, text};
    if (text.size() > limits_.cell_bytes_max) {
      cell.text = text.substr(0, whole_characters(text.substr(0, limits_.cell_bytes_max)));
      cell.damaged = true;
      damaged_ = true;
    }
    cells_.push_back(cell);
  }

  bool ends_field(char c) const { return c == delimiter_ || c == '\n' || c == '\r'; }

  size_t skip_to_end_of_field(size_t at) {
    at = finder_.next(at);
    while (at < text_.size() && text_[at] == '"') {
      damaged_ = true;
      at = finder_.next(at + 1);
    }
    return at;
  }

  std::optional<size_t> plain_field(size_t from) {
    const size_t end = skip_to_end_of_field(from);
    if (end == text_.size() && !last_) return std::nullopt;
    add(text_.substr(from, end - from));
    return end;
  }

  // No end of the quote: the line is read as if its quotes were plain characters, and marked.
  std::optional<size_t> give_up(size_t from) {
    damaged_ = true;
    const size_t line = std::min(text_.find_first_of("\r\n", from), text_.size());
    unquoted_until_ = line;
    return plain_field(from);
  }

  std::optional<size_t> quoted_field(size_t from) {
    const size_t limit = std::min(text_.size(), from + 2 + size_t{2} * limits_.cell_bytes_max);
    size_t at = from + 1;
    bool doubled = false;
    for (;;) {
      const void* hit = at < limit ? std::memchr(text_.data() + at, '"', limit - at) : nullptr;
      if (hit == nullptr) {
        if (limit == text_.size() && !last_) return std::nullopt;
        return give_up(from);
      }
      at = static_cast<size_t>(static_cast<const char*>(hit) - text_.data());
      if (at + 1 == text_.size() && !last_) return std::nullopt;
      if (at + 1 == text_.size() || text_[at + 1] != '"') break;
      doubled = true;
      at += 2;
    }
    const std::string_view inside = text_.substr(from + 1, at - from - 1);
    size_t end = at + 1;
    while (end < text_.size() && text_[end] == ' ' && delimiter_ != ' ') ++end;
    if (end == text_.size() && !last_) return std::nullopt;
    if (end < text_.size() && !ends_field(text_[end])) return stray(from, at, inside);
    add(doubled ? undouble(inside) : inside);
    return end;
  }

  // Text after a closing quote. When the quotes span lines, the first line lacks its closing quote
  // and would swallow the next; otherwise the field is kept as it stands in the file.
  std::optional<size_t> stray(size_t from, size_t closing, std::string_view inside) {
    if (inside.find_first_of("\r\n") != std::string_view::npos) return give_up(from);
    const size_t end = skip_to_end_of_field(closing + 1);
    if (end == text_.size() && !last_) return std::nullopt;
    damaged_ = true;
    add(text_.substr(from, end - from));
    return end;
  }

  std::string_view undouble(std::string_view inside) {
    std::string& out = joined_.emplace_back();
    out.reserve(inside.size());
    for (size_t i = 0; i < inside.size(); ++i) {
      out += inside[i];
      if (inside[i] == '"') ++i;
    }
    return out;
  }

  std::string_view text_;
  char delimiter_;
  bool last_;
  const Limits& limits_;
  Finder finder_;
  std::vector<Cell> cells_;
  std::deque<std::string> joined_;  // cells with doubled quotes
  size_t unquoted_until_ = 0;
  size_t next_ = 0;
  bool damaged_ = false;
};

class CsvReader {
 public:
  CsvReader(std::string_view bytes, const Limits& limits, Sink& sink)
      : limits_(limits),
        sink_(sink),
        detected_(detect_encoding(bytes)),
        window_(detected_.encoding, bytes.substr(detected_.skip)) {}

  Result<Report> read() {
    report_.format = "csv";
    report_.encoding = to_text(detected_.encoding);
    report_.sheets = 1;
    const std::string_view head = window_.text().substr(0, kGuessBytes);
    const bool whole = window_.is_last() && head.size() == window_.text().size();
    if (const auto sep = sep_line(head)) {
      report_.delimiter = sep->delimiter;
      window_.advance(sep->end);
    } else {
      report_.delimiter = guess_delimiter(head, whole);
    }
    if (!sink_.sheet(SheetInfo{})) return report_;
    for (;;) {
      TRY_ASSIGN(const bool go_on, read_window());
      if (!go_on) return report_;
    }
  }

 private:
  // Gives the rows that lie whole in the window; false at the end of the file or when the sink has
  // enough.
  Result<bool> read_window() {
    const std::string_view text = window_.text();
    RowSplitter rows(text, report_.delimiter, window_.is_last(), limits_);
    size_t at = 0;
    for (;;) {
      const Step step = rows.row(at);
      if (step == Step::end) return false;
      if (step == Step::more) break;
      if (row_no_ == std::numeric_limits<uint32_t>::max()) return false;
      ++row_no_;
      if (!give_row(rows, at)) return false;
      at = rows.next();
    }
    if (text.size() - at > kRowBytesMax) return row_too_long();
    window_.advance(at);
    return true;
  }

  bool give_row(RowSplitter& rows, size_t at) {
    std::vector<Cell>& cells = rows.cells();
    const bool suspect = window_.suspect(at, rows.next());
    if (suspect) mark_damage(cells);
    const bool blank = std::all_of(cells.begin(), cells.end(),
                                   [](const Cell& cell) { return cell.kind == CellKind::empty; });
    if (blank) return true;
    RowView row;
    row.row_no = row_no_;
    row.damaged = rows.damaged();
    row.cells = cells;
    ++report_.rows;
    report_.cells += cells.size();
    report_.damaged_rows +=
        row.damaged || (suspect && std::any_of(cells.begin(), cells.end(), is_damaged));
    return sink_.row(row);
  }

  void mark_damage(std::vector<Cell>& cells) {
    repaired_.clear();
    for (Cell& cell : cells) {
      if (is_clean_utf8(cell.text)) continue;
      cell.damaged = true;
      cell.text = repaired_.emplace_back(repair_utf8(cell.text));
    }
  }

  Error row_too_long() const {
    const std::string row = std::to_string(row_no_ + 1);
    return fail(
        "sheet.row_too_long",
        {"第" + row + "行超过64 MB仍没有换行，不像表格",
         "row " + row + " runs on for more than 64 MB without a line break"},
        {"请用表格软件打开，另存为 CSV UTF-8 或 xlsx 后重传",
         "Open it in a spreadsheet program, save it as CSV UTF-8 or xlsx, and send it again"});
  }

  const Limits& limits_;
  Sink& sink_;
  Detected detected_;
  CsvWindow window_;
  Report report_;
  uint32_t row_no_ = 0;
  std::deque<std::string> repaired_;
};

}  // namespace

Result<Report> read_csv(std::string_view bytes, const Limits& limits, Sink& sink) {
  if (bytes.size() > limits.bytes_max) {
    return fail("sheet.too_large",
                {"文件有" + std::to_string(bytes.size()) + "字节，超过上限" +
                     std::to_string(limits.bytes_max) + "字节",
                 "the file has " + std::to_string(bytes.size()) + " bytes, more than the " +
                     std::to_string(limits.bytes_max) + " allowed"},
                {"请分成几个文件报送", "Send it as several files"});
  }
  return CsvReader(bytes, limits, sink).read();
}

}  // namespace diaodu::sheet
