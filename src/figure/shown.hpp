#pragma once
// Reading figures as they stand, for show and trace.
#include <limits>
#include <vector>

#include "figure/figure.hpp"

namespace diaodu::figure {

constexpr int64_t kLatest = std::numeric_limits<int64_t>::max();

struct Range {
  std::string indicator, axis, area_from, area_to;
  Day day, day_from;
  int32_t level = -1;
  int64_t known = kLatest;
};
Result<std::vector<Figure>> read_range(store::Session& session, const access::Scope& scope,
                                       const pack::Indicator& indicator, const Range& range);
// The direct children of a place; below the nation also the codes that are no digits.
Range children_of(const pack::Indicator& indicator, std::string_view area, std::string_view axis,
                  Day day);
Range place_itself(const pack::Indicator& indicator, std::string_view area, std::string_view axis,
                   Day day);

Figure figure_of(const store::Batch& rows, size_t row);
Error unknown_indicator(const pack::Pack& pack, const std::string& id);

}  // namespace diaodu::figure
