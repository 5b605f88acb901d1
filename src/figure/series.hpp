#pragma once
// An indicator day by day: of a place, and of those directly below it, in one reading.
#include "figure/figure.hpp"

namespace diaodu::figure {

struct SeriesAsk {
  std::string indicator, area, axis;
  Day from, to;
  bool children = false;  // those below instead of the place itself
};
// The rows as stored, by area, part and day; of an indicator that is carried forward those before
// `from` too, on which its first days stand.
Result<std::vector<Figure>> series(store::Session& session, const pack::Pack& pack,
                                   const access::Scope& scope, const SeriesAsk& ask);
// The row that a day stands on, of rows of one area and part in order of days; nullptr: none.
const Figure* standing_on(const pack::Indicator& indicator, const Figure* first, const Figure* last,
                          Day day);

}  // namespace diaodu::figure
