#pragma once
// What stands around the sheets: their order and names, the date system, which styles show dates.
#include <string>
#include <vector>

#include "base/result.hpp"
#include "sheet/archive.hpp"

namespace diaodu::sheet {

struct BookSheet {
  SheetInfo info;
  std::string part;  // empty: not a sheet of cells, or outside the file
};

enum class DateForm : uint8_t { none, day, time };  // time: hours and minutes only

struct Book {
  std::vector<BookSheet> sheets;
  std::vector<DateForm> styles;  // by the `s` of a cell
  std::string strings_part;      // empty: none
  bool date1904 = false;
  bool strict = false;
};

Result<Book> read_book(Archive& archive);
// How a number format shows a number; by id when it is built in.
DateForm date_form(uint32_t id);
DateForm date_form(std::string_view code);

}  // namespace diaodu::sheet
