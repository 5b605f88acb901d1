#pragma once
// What a person has confirmed that headings mean, in files of one layout from one sender.
#include <string>
#include <vector>

#include "parcel/parcel.hpp"

namespace diaodu::parcel {

struct Meaning {
  int64_t seq = 0;
  std::string register_id, area, layout, heading, column;  // column empty: not to be read
  std::string actor;
  Day day;
};
// Those that count now.
Result<std::vector<Meaning>> list_meanings(store::Session& session, const access::Scope& scope,
                                           const std::string& area, const std::string& register_id);
std::string layout_of(const Parcel& parcel, int sheet);

}  // namespace diaodu::parcel
