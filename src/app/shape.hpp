#pragma once
// The JSON shapes of docs/cli.md: codes, decimals and 64-bit numbers as texts; null never left out.
#include <boost/json/object.hpp>

#include "figure/figure.hpp"
#include "finding/finding.hpp"
#include "parcel/parcel.hpp"
#include "record/record.hpp"
#include "standing/standing.hpp"

namespace diaodu::app {

boost::json::value text_or_null(const std::string& text);
boost::json::value day_or_null(const std::optional<Day>& day);
boost::json::object shape(const Words& words);
boost::json::object shape(const Error& error);
boost::json::object shape(const parcel::Parcel& parcel);
boost::json::object shape(const finding::Finding& finding);
boost::json::object shape(const figure::Figure& figure);
boost::json::object shape(const figure::Step& step);
boost::json::object shape(const standing::Standing& standing);

}  // namespace diaodu::app
