#pragma once
// record: one accepted row, with its history.
// Makes record_<register> (living versions) and record_<register>_past (closed ones),
// record_change, and the temporary table touched. System columns of a version: dist_county,
// key_hash, parcel, sheet, row_no, missing, explained, verified, changed (bit masks), day_from,
// round_from; past: day_to, round_to, ended_by. Bits of missing and explained: position in
// Register::expected(); of changed: index of the column; of verified: position in
// Register::groups(). Promised: an old version is closed, never overwritten; a row that changes
// nothing makes no version and is counted as confirmed.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/scope.hpp"
#include "frame/round_context.hpp"

namespace diaodu::record {

// Creates the tables of a pack's registers, adds new columns (nullable). At init and at pack use.
Result<void> make_tables(store::Session& session, const pack::Pack& pack);

struct Accepted {
  int64_t rows_new = 0, rows_changed = 0, rows_unchanged = 0, rows_ended = 0, cells_changed = 0;
};
// Accepts the rows of incoming_<register> that are not in `refused`.
Result<Accepted> accept(frame::RoundContext& round, const pack::Register& register_, int wave);
// After the last wave: parcels that say `full` end the absent records of their sender's area.
Result<Accepted> end_absent(frame::RoundContext& round, const pack::Register& register_);
// Undoes what a withdrawn parcel set: each key goes back to what it would be without that parcel.
Result<Accepted> withdraw(frame::RoundContext& round, int64_t parcel);

struct Ask {
  std::string register_id, area;
  std::optional<Day> day;  // as it stood at the end of that day
  std::string after;       // `next` of the page before: "county-hash", no value of the record
  int limit = 1000;
  bool is_stored = false;  // as programs want them: names of columns, codes as stored
  bool chinese = true;     // else: titles, and codes by their names, in this language
};
// Rows masked by the scope, in the order of county and key: header first, without columns that the
// scope hides. `row` false: stop.
// `next`: where the next page begins, untouched after the last one. Error "record.page_gone".
Result<int64_t> list(store::Session& session, const pack::Pack& pack, const access::Scope& scope,
                     const Ask& ask,
                     const std::function<bool(const std::vector<std::string>&)>& row,
                     std::string* next = nullptr);
struct Version {
  int64_t parcel = 0, round_from = 0, round_to = 0;  // 0: living
  int sheet = 0, row_no = 0;
  Day day_from;
  std::vector<std::string> changed;  // column names
  std::vector<std::string> values;   // by register column, as stored, masked
};
Result<std::vector<Version>> history(store::Session& session, const pack::Pack& pack,
                                     const access::Scope& scope, const std::string& register_id,
                                     const std::string& dist_county, int64_t key_hash);
// What parcels ended in a place, of how many records living before them, with the first few as
// lists name them: for the trial of a full file.
struct Ending {
  int64_t ended = 0, living = 0;
  std::vector<std::string> examples;
};
Result<Ending> ending(store::Session& session, const pack::Pack& pack, const access::Scope& scope,
                      const Ask& of, const std::vector<int64_t>& parcels);
// By parcel, of those that did anything in places of the scope.
Result<std::map<int64_t, Accepted>> changes(store::Session& session, const access::Scope& scope,
                                            const std::vector<int64_t>& parcels);

}  // namespace diaodu::record
