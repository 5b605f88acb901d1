#pragma once
// Which ranges of a sheet are merged, found without reading its cells: about as fast as the part
// can be inflated.
#include <string>
#include <vector>

#include "sheet/part_stream.hpp"

namespace diaodu::sheet {

// The `ref` of each mergeCell of the part ("B3:B7"), in file order.
Result<std::vector<std::string>> merged_refs(PartStream& part);

}  // namespace diaodu::sheet
