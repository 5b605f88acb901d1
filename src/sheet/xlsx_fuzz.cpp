// Two kinds of input by the first byte. 'P' (a zip): any package. Else: the text is the first sheet
// and, after a NUL, the shared strings of an otherwise plain package; the scanner and expat must
// agree.
#include <cstdlib>
#include <string>

#include "sheet/encoding.hpp"
#include "sheet/package_test.hpp"
#include "sheet/xlsx.hpp"

using namespace diaodu::sheet;

namespace {

class Check : public Sink {
 public:
  bool row(const RowView& row) override {
    seen += std::to_string(row.row_no) + (row.damaged ? "!" : ":") + (row.hidden ? "h" : "");
    for (const Cell& cell : row.cells) {
      if (!cell.damaged && !is_clean_utf8(cell.text)) std::abort();
      seen += std::to_string(static_cast<int>(cell.kind));
      seen += cell.text;
      seen += '|';
    }
    return true;
  }
  void merged(uint32_t a, uint32_t b, uint32_t c, uint32_t d) override {
    seen += std::to_string(a + b) + "+" + std::to_string(c + d);
  }
  std::string seen;
};

Limits small() {
  Limits limits;
  limits.part_bytes_max = 16 << 20;
  limits.inflated_bytes_max = 32 << 20;
  limits.cells_max = 1 << 20;
  return limits;
}

std::string code(const diaodu::Result<Report>& result) {
  return result.ok() ? "" : result.error().code;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Limits limits = small();
  if (bytes.starts_with('P')) {
    Check check;
    (void)read_xlsx_bytes(bytes, limits, check);
    return 0;
  }
  const size_t nul = std::min(bytes.find('\0'), bytes.size());
  const std::string sheet(bytes.substr(0, nul));
  const std::string strings(bytes.substr(std::min(nul + 1, bytes.size())));
  Workbook book;
  book.styles = "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>";
  const auto read = [&](const std::string& unusual, Check& check) {
    book.sheet = "<worksheet xmlns=\"" + kMain + "\">" + unusual + "<sheetData>" + sheet +
                 "</sheetData></worksheet>";
    book.strings = "<sst xmlns=\"" + kMain + "\">" + unusual + strings + "</sst>";
    return read_xlsx_bytes(zip_of(book.parts(), false), limits, check);
  };
  Check fast, slow;
  const std::string ours = code(read("", fast));
  const std::string theirs = code(read("<!-- expat -->", slow));
  // The scanner may be kinder to XML that is broken where it does not look.
  if (theirs.empty() && (!ours.empty() || fast.seen != slow.seen)) std::abort();
  return 0;
}
