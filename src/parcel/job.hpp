#pragma once
// What a parser is asked and what it answers, the same in the process and in a child (wire.hpp).
// Rows come in parts: one part may hold rows of many small files, one great file makes many parts.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "base/error.hpp"
#include "pack/pack.hpp"
#include "store/batch.hpp"

namespace diaodu::parcel {

struct HeadingMeaning {  // in files of a layout (meaning.hpp); column empty: not to be read
  std::string layout, heading, column;
};

struct FileJob {
  int64_t parcel = 0;
  std::string register_id;
  std::string sender;  // area of the parcel
  Day day;
  std::string path;  // of the kept file; a child gets it opened
  uint64_t bytes = 0;
  // A great file is taken by several rounds. Rows are counted over all its sheets, from the first
  // under each heading; those before row_from are read, but not handed on.
  int64_t row_from = 0;
  int64_t part_rows = 0;                 // a round takes so many; 0: the whole file
  bool is_full = false;                  // what the file does not list has ended
  std::vector<HeadingMeaning> meanings;  // of its sender, oldest first
};

struct SheetHeading {  // a row of parcel_column
  int32_t sheet = 0;
  std::string sheet_name;
  int32_t column_no = 0;  // 0-based
  std::string heading;
  std::string column_name;  // empty: not matched
  int32_t row_first = 0;    // first row under the headings
};

// How a file ended. rows_in = rows handed on + rows refused; totals, signatures and blank template
// rows are rows_left_out; with `error` nothing of the file is taken.
struct Outcome {
  int64_t parcel = 0;
  bool goes_on = false;  // a great file's part has ended, not the file; the counts are the part's
  std::string format, encoding;
  int64_t rows_in = 0, rows_refused = 0, rows_left_out = 0;
  int64_t rows_without_place = 0;  // handed on with dist_county '': to be looked up
  std::vector<SheetHeading> headings;
  std::optional<Error> error;
};

struct Part {
  store::Batch rows;        // columns of patch_<register>
  store::Batch failures;    // columns of intake_failure
  store::Batch forms = {};  // columns of form_row (form_rows.hpp), of rows that came back in a form
  std::vector<Outcome> ended;
  int64_t unended = 0;  // the parcel that goes on in the next part, 0: none
};

// The empty batches of a part (frame/temporary.hpp).
constexpr size_t kPatchColumns = 8;  // parcel .. wave stand before the register's own
store::Batch patch_batch(const pack::Register& register_);
store::Batch failure_batch();
store::Batch form_batch();
// Adds the rows of `from` to `to`, which has the same columns.
void add_rows(store::Batch& to, const store::Batch& from);
// Keeps the first `rows` rows.
void cut_rows(store::Batch& batch, size_t rows);
void cut_column(store::Column& column, size_t rows);
void pad_column(store::Column& column, size_t rows);  // adds nulls up to `rows`

}  // namespace diaodu::parcel
