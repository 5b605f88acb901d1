#pragma once
// The JSON shapes of docs/cli.md and docs/openapi.yaml: codes, decimals and 64-bit numbers as
// texts; null never left out.
#include <boost/json/object.hpp>

#include "figure/figure.hpp"
#include "finding/finding.hpp"
#include "linkage/propose.hpp"
#include "parcel/parcel.hpp"
#include "record/record.hpp"
#include "standing/objection.hpp"
#include "standing/standing.hpp"

namespace diaodu::api {

boost::json::value text_or_null(const std::string& text);
boost::json::value day_or_null(const std::optional<Day>& day);
boost::json::value id_or_null(int64_t id);
// A ratio stays n and d; a plain number has no d; n empty: null.
boost::json::value number_shape(const std::string& n, const std::string& d);
boost::json::object shape(const Words& words);
boost::json::object shape(const Error& error);
boost::json::object shape(const parcel::Parcel& parcel);
boost::json::object shape(const finding::Finding& finding);
boost::json::object shape(const finding::Explanation& explanation);
boost::json::object shape(const figure::Figure& figure);
boost::json::object shape(const figure::Step& step);
boost::json::object shape(const standing::Standing& standing);
boost::json::object shape(const standing::Objection& objection);
boost::json::object shape(const pack::Comparison& of, const linkage::Proposal& pair);

// What a list of kinds calls a rule: its sentence with … for the row's values, or intake's title.
Words kind_of_finding(const pack::Pack& pack, const std::string& register_id,
                      const std::string& rule);

}  // namespace diaodu::api
