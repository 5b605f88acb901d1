// Any bytes through the CSV reader. What must hold: no crash, cells are clean UTF-8 or marked, rows
// rise, and a UTF-8 file reads the same when it is decoded in blocks as UTF-16.
#include <cstdlib>

#include "base/text.hpp"
#include "sheet/encoding.hpp"
#include "sheet/sheet.hpp"

using namespace diaodu::sheet;

namespace {

class Check : public Sink {
 public:
  bool row(const RowView& row) override {
    if (row.row_no <= last_) std::abort();
    last_ = row.row_no;
    for (const Cell& cell : row.cells) {
      if (cell.text.find('\0') != std::string_view::npos) std::abort();
      if (!cell.damaged && !is_clean_utf8(cell.text)) std::abort();
      seen += cell.text;
      seen += '\x1F';
    }
    seen += row.damaged ? "\x1D" : "\x1E";
    return true;
  }
  std::string seen;

 private:
  uint32_t last_ = 0;
};

std::string utf16(std::string_view utf8) {
  std::string out = "\xFF\xFE";
  for (size_t at = 0; at < utf8.size();) {
    char32_t c = diaodu::next_code_point(utf8, at);
    const auto unit = [&](char32_t u) {
      out += static_cast<char>(u & 0xFF);
      out += static_cast<char>(u >> 8);
    };
    if (c < 0x10000) {
      unit(c);
    } else {
      c -= 0x10000;
      unit(0xD800 + (c >> 10));
      unit(0xDC00 + (c & 0x3FF));
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Limits limits;
  limits.cell_bytes_max = 64;
  limits.columns_max = 40;
  Check check;
  if (!read_csv(bytes, limits, check).ok()) std::abort();
  if (detect_encoding(bytes).encoding != Encoding::utf8 || !is_clean_utf8(bytes)) return 0;
  Check again;
  if (!read_csv(utf16(bytes), limits, again).ok()) std::abort();
  if (check.seen != again.seen) std::abort();
  return 0;
}
