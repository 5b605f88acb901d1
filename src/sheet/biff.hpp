#pragma once
// The records of an old workbook (BIFF5 and BIFF8), and the texts in them, which may go on over
// several records.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diaodu::sheet {

enum class Biff : uint16_t {
  formula = 0x06,
  eof = 0x0A,
  date1904 = 0x22,
  encrypted = 0x2F,
  more = 0x3C,  // the record before goes on
  code_page = 0x42,
  column = 0x7D,
  sheet = 0x85,
  numbers = 0xBD,
  rich_text = 0xD6,
  style = 0xE0,
  merged = 0xE5,
  strings = 0xFC,
  shared = 0xFD,
  number = 0x203,
  text = 0x204,
  boolean = 0x205,
  answer = 0x207,  // the text that a formula gives
  row = 0x208,
  short_number = 0x27E,
  format = 0x41E,
  begin = 0x809,
};

struct BiffRecord {
  Biff kind{};
  std::vector<std::string_view> pieces;  // its body, and those of the records that go on with it
  std::string_view body() const { return pieces.front(); }
};

class BiffRecords {
 public:
  BiffRecords(std::string_view stream, uint64_t at) : stream_(stream), at_(at) {}
  // The next record with all that goes on with it; false: the stream ends, or is cut off.
  bool next(BiffRecord& record);
  uint64_t at() const { return at_; }
  bool cut_off() const { return cut_off_; }

 private:
  bool head(uint64_t& kind, uint64_t& size) const;
  std::string_view stream_;
  uint64_t at_;
  bool cut_off_ = false;
};

struct BiffText {
  std::string text;
  bool damaged = false;  // half of a character, or cut off
};

// Reads on over the pieces of a record.
class BiffPieces {
 public:
  explicit BiffPieces(const std::vector<std::string_view>& pieces, size_t at = 0)
      : pieces_(pieces), at_(at) {}
  uint64_t number(size_t width);
  void skip(uint64_t bytes);
  bool done() const { return piece_ >= pieces_.size(); }
  // BIFF8: a text of `length` units, its head of flags before it. Within the characters each piece
  // begins with flags of its own.
  BiffText text(uint64_t length);
  // BIFF5: bytes of a code page.
  BiffText bytes(uint64_t length, uint16_t code_page);

 private:
  bool settle();  // on a byte that is there
  const std::vector<std::string_view>& pieces_;
  size_t piece_ = 0, at_;
};

}  // namespace diaodu::sheet
