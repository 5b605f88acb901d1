#pragma once
#include <string_view>

#include "sheet/sheet.hpp"

namespace diaodu::sheet {

// A workbook of Excel 5 to 2003, or of WPS (.xls, .et). Errors "sheet.*": encrypted, damaged, cut
// off, older still, no workbook at all. Cells are gathered a sheet at a time: at most 65,536 rows
// of 256 columns.
Result<Report> read_xls_bytes(std::string_view bytes, const Limits& limits, Sink& sink);

}  // namespace diaodu::sheet
