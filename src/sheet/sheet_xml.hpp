#pragma once
// The same parts through expat: slower, and at home with everything XML allows.
#include "sheet/rows.hpp"
#include "sheet/xml.hpp"

namespace diaodu::sheet {

// Reads the rows of a sheet after the first `skip` of them.
Result<void> read_sheet_xml(PartStream& part, uint64_t skip, const Limits& limits, Rows& rows);
Result<void> read_strings_xml(PartStream& part, const Limits& limits, Strings& strings);

}  // namespace diaodu::sheet
