#pragma once
// parcel: one submitted file (or nil report) and its rows.
// Makes table parcel, parcel_column, report out of the journal's commands and the kept files; hands
// rows on in patch_<register> and intake_failure (frame/temporary.hpp). Files are read in sandboxed
// children that cast cells to columns (child.hpp). Promised: rows in = rows handed on + rows
// refused with a reason, exactly; the kept file stays bit for bit; a file whose SHA-256, register,
// area and fullness were taken before (and not withdrawn) is recorded as same_file and not read
// again, unless another parcel has changed the sender's records since. A great file is taken by
// several rounds, each a part; one that cannot be read to its end is undone whole. Not promised:
// any judgement by the pack's rules.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/scope.hpp"
#include "frame/round_context.hpp"

namespace diaodu::parcel {

// The parser children (child.hpp). Starting them costs the loading of the pack and its areas, which
// they do while the program goes on: start them early, and keep them for as long as the pack is in
// use (RoundContext::parsers). `<this program> --parser-child` must call run_parser_child().
class Parsers;
Result<std::shared_ptr<Parsers>> start_parsers(const pack::Pack& pack,
                                               const std::string& pack_folder, const HashKey& key,
                                               int children);

struct Taken {
  int64_t parcels = 0, rows_in = 0, rows_handed_on = 0, rows_refused = 0;
  int waves = 0;
  bool goes_on = false;  // a great file has more rows than this round took
  std::vector<int64_t>
      undone;  // great files that ended badly: what their parts did is to be undone
};
// Every waiting command of the round: kinds parcel_taken, nil_reported, parcel_returned, suspended.
// (parcel_withdrawn is record's; the parcel's state is set here.) First its files are read, into
// temporary tables only; then parcels, headings and reports are written. Both on one RoundContext,
// which must outlive the Waiting.
class Waiting;
Result<std::shared_ptr<Waiting>> read_waiting(frame::RoundContext& round);
Result<Taken> take_waiting(Waiting& waiting);

struct Parcel {
  int64_t parcel = 0;
  std::string register_id, area, state, file_name, file_sha256, format, encoding, actor;
  Day day;
  bool is_full = false;
  std::optional<int64_t> same_as;
  std::optional<Error> error;  // unreadable
  int64_t rows_in = 0, rows_left_out = 0, round_from = 0;
  bool is_in_progress = false;  // a great file: rounds to come take the rest
  struct Heading {
    int sheet, column_no, row_first;
    std::string sheet_name, heading, column_name;
  };
  std::vector<Heading> headings;
};
Result<std::optional<Parcel>> find(store::Session& session, const access::Scope& scope,
                                   int64_t parcel);
// Those of `numbers` that the scope lets see, in order of their numbers.
Result<std::vector<Parcel>> find_all(store::Session& session, const access::Scope& scope,
                                     const std::vector<int64_t>& numbers);
Result<std::vector<Parcel>> list(store::Session& session, const access::Scope& scope,
                                 const std::string& area, std::optional<Day> day, int64_t after = 0,
                                 int limit = 100);

// Reads one cell of a kept file again (peek.hpp), for a trace: the text as it stands there.
// `stands_in_row`: the row of the range's first cell where cells are merged downward, else row_no.
Result<std::string> read_cell(const std::string& files_folder, const Parcel& parcel, int sheet,
                              int row_no, const std::string& column, int* stands_in_row = nullptr,
                              const std::string& program = "/proc/self/exe");

// Whether a heading names no column; a second one of a column that was read is none of these, nor
// is a numbering.
bool is_unknown_heading(const pack::Register& register_, const Parcel::Heading& heading);

}  // namespace diaodu::parcel
