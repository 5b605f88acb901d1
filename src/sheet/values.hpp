#pragma once
// What a workbook writes for a value, and what a cell shows of it.
#include <optional>
#include <string_view>

#include "sheet/arena.hpp"
#include "sheet/book.hpp"

namespace diaodu::sheet {

// XML text with its entities and line ends resolved; nullopt: an entity that XML does not know by
// itself.
std::optional<std::string_view> xml_text(std::string_view raw, Arena& arena);
// `_x000D_` and the like, by which a workbook writes what XML cannot hold; bytes that are no text
// are repaired, too long a text is cut, both mark the cell.
Cell text_cell(std::string_view text, uint32_t bytes_max, Arena& arena);
// A stored number: the shortest decimal form; whole numbers and exponents as they are written.
Cell number_cell(std::string_view raw, DateForm form, bool date1904, Arena& arena);
// A date written out (t="d"): 2020-03-01T00:00:00.
Cell iso_day_cell(std::string_view raw, Arena& arena);

struct CellRef {
  uint32_t column;  // 0-based
  uint32_t row_no;  // 1-based
};
std::optional<CellRef> parse_ref(std::string_view text);

}  // namespace diaodu::sheet
