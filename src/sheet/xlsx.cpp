#include "sheet/fail.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::sheet {
// The workbook reader comes with the next commit; until then it says so.
Result<Report> read_xlsx(const std::string& path, const Limits&, Sink&) {
  return fail("sheet.unknown_format",
              {"暂不能读取 xlsx 工作簿", "xlsx workbooks cannot be read yet"},
              {"请另存为 CSV UTF-8", "Save it as CSV UTF-8"}, path);
}
}  // namespace diaodu::sheet
