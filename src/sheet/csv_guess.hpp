#pragma once
#include <optional>
#include <string_view>

namespace diaodu::sheet {

// The delimiter by which most records of `head` have the same number of fields; a comma when none
// has.
char guess_delimiter(std::string_view head, bool is_whole_file);
// "sep=;" on a line of its own, as spreadsheet programs write: the delimiter and where the line
// ends.
struct SepLine {
  char delimiter;
  size_t end;
};
std::optional<SepLine> sep_line(std::string_view head);

}  // namespace diaodu::sheet
