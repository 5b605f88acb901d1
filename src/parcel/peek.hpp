#pragma once
// Rows of a kept file as they stand in it, for the eyes of a person: read in a sandboxed process of
// its own (`<this program> --peek-child`), as all foreign bytes are, with bounds on time and size.
#include <string>
#include <vector>

#include "base/result.hpp"

namespace diaodu::parcel {

struct PeekAsk {
  std::string path;
  int sheet = 0;          // 0-based
  int from = 1;           // row numbers of the file, 1-based
  int rows = 100;         // at most so many
  std::vector<int> only;  // these rows (in order), in place of `from`
  // Of one row for the sake of one cell: where that is merged downward, the row that holds it.
  int cell_column = -1;    // 0-based
  int cell_row_first = 1;  // merged from here on: under the headings
  std::string program = "/proc/self/exe";
};
struct PeekRow {
  int row_no = 0;
  std::vector<std::string> cells;
};
struct Peeked {
  std::vector<PeekRow> rows;
  int next = 0;    // where the next rows begin; 0: there are none
  int sheets = 0;  // seen on the way
  std::string sheet_name;
};
// Errors "parcel.peek_failed", those of sheet/.
Result<Peeked> peek(const PeekAsk& ask);
// The program's main when its first argument is --peek-child; gives its exit code.
int run_peek_child(int argc, char** argv);

}  // namespace diaodu::parcel
