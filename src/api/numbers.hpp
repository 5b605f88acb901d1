#pragma once
// Figures as the API shows them, day by day and in a sentence.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <vector>

#include "figure/series.hpp"
#include "pack/pack.hpp"

namespace diaodu::api {

// Rows of figure::series by area (those of the whole, or of one part).
using ByArea = std::map<std::string, std::vector<figure::Figure>, std::less<>>;
ByArea by_area(std::vector<figure::Figure> rows);
// The one a day stands on; nullptr: none.
const figure::Figure* on_day(const pack::Indicator& indicator, const ByArea& rows,
                             std::string_view area, Day day);
// One point a day, null where there was nothing yet.
boost::json::array points(const pack::Indicator& indicator, const ByArea& rows,
                          std::string_view area, Day from, Day to, int decimals);
boost::json::object point(Day day, const figure::Figure* figure, int decimals);
// "截至3月13日，全国……98.0%（1656.3万 / 1690.1万）。"
Words sentence(const pack::Indicator& indicator, const std::string& area_name, Day day,
               const figure::Figure* figure, int decimals);
// Points (or units) since then, with a sign; empty when one of the two is missing.
std::string delta_text(const std::string& now, const std::string& before, int decimals);

}  // namespace diaodu::api
