#pragma once
#include <string_view>

#include "sheet/sheet.hpp"

namespace diaodu::sheet {

// read_xlsx() of a workbook in memory.
Result<Report> read_xlsx_bytes(std::string_view bytes, const Limits& limits, Sink& sink);

}  // namespace diaodu::sheet
