// Two kinds of input by the first bytes: a whole compound file, or the workbook stream within one.
#include <cstdlib>

#include "sheet/encoding.hpp"
#include "sheet/old_book_test.hpp"
#include "sheet/ole.hpp"
#include "sheet/xls.hpp"

using namespace diaodu::sheet;

namespace {

class Check : public Sink {
 public:
  bool row(const RowView& row) override {
    if (row.row_no <= last_ || row.row_no > 65'536 || row.cells.size() > 256) std::abort();
    last_ = row.row_no;
    for (const Cell& cell : row.cells)
      if (!cell.damaged && !is_clean_utf8(cell.text)) std::abort();
    return true;
  }
  bool sheet(const SheetInfo&) override {
    last_ = 0;
    return true;
  }
  void merged(uint32_t row0, uint32_t column0, uint32_t row1, uint32_t column1) override {
    if (row1 < row0 || column1 < column0) std::abort();
  }

 private:
  uint32_t last_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Check check;
  Limits limits;
  limits.cells_max = 1 << 20;
  if (bytes.starts_with(kOleMark))
    (void)read_xls_bytes(bytes, limits, check);
  else
    (void)read_xls_bytes(ole_of("Workbook", std::string(bytes)), limits, check);
  return 0;
}
