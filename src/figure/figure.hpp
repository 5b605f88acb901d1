#pragma once
// figure: n (and d) of an indicator for area, day and breakdown.
// Makes table figure out of the registers as they stood on the day, for the touched counties only,
// then rolls up the area tree (sums of the children stored). Promised: a ratio is kept as n and d
// and never averaged; a missing value stays missing; a figure's rows can be walked back to cells
// (trace). Stored from `stored_to` up to the nation; axis '' is the whole, others break it down.
//
// Axes: as the query gives them; a part the query leaves null is "_none" (未填); a part '' is the
// whole as the query states it, else the whole is the sum of the parts. field_filled has the axis
// "column" (parts are column names, no whole) and beside it "column_explained" (cells met by a
// reason code). A county once shown stays: with nothing left it becomes 0; one that never had a row
// has none. Below the nation stand, besides provinces, codes that are no digits (abroad, unknown).
#include <optional>
#include <string>
#include <vector>

#include "access/scope.hpp"
#include "frame/round_context.hpp"

namespace diaodu::figure {

// Recomputes what the round touched; gives the number of figures that changed.
Result<int64_t> recompute(frame::RoundContext& round);
// verify: computes all figures of a day anew from the registers and compares; gives what differs.
struct Difference {
  std::string indicator, area, part, stored, computed;
};
Result<std::vector<Difference>> verify(frame::RoundContext& round, Day day);

struct Figure {
  int64_t figure = 0;
  std::string indicator, area, axis, part;
  Day day;           // of the row it stands on
  std::string n, d;  // decimal texts; d empty: not a ratio
  int64_t round_from = 0;
};
struct Ask {
  std::string indicator, area, axis;
  Day day;
  bool children = false;  // the direct children instead of the area itself
};
Result<std::vector<Figure>> show(store::Session& session, const pack::Pack& pack,
                                 const access::Scope& scope, const Ask& ask);
// Adds the living places below `ask.area` that have no figure and should: n stays empty, which is
// not zero.
void add_silent(const pack::AreaIndex& areas, const pack::Indicator& indicator,
                const access::Scope& scope, const Ask& ask, std::vector<Figure>& figures);
// What a figure is made of: its children's figures down to a county, then records, then the cell of
// each column the indicator reads: the parcel, sheet, row that set it.
struct Step {
  // "figure" | "record" | "cell"; of an indicator over <register>_change also "parcel" (rows sent
  // again without a change: no single record is kept) and "none" (nothing is counted).
  std::string kind;
  std::string text_zh, text_en;
  int64_t figure = 0, parcel = 0, key_hash = 0;
  std::string area, column, n, d;
  int sheet = 0, row_no = 0;
  int column_no = -1;  // of the file's sheet, as parcel_column has it; -1: not known
};
struct Trace {
  Figure figure;
  std::vector<Step> steps;  // one path to a sample record; `counted` says how many there are
  int64_t counted = 0;      // records of the last place on the path that are counted in n
  bool counted_known =
      true;  // false: the indicator declares no `counts`; the sample is any record there
};
Result<std::optional<Trace>> trace(store::Session& session, const pack::Pack& pack,
                                   const access::Scope& scope, int64_t figure, int64_t sample = 0);

}  // namespace diaodu::figure
