#pragma once
// The verdict on a parcel: rows in, accepted, refused with row, column, cell, rule and text;
// questions; changed.
#include <boost/json/object.hpp>

#include "finding/finding.hpp"
#include "parcel/parcel.hpp"
#include "record/record.hpp"

namespace diaodu::api {

struct Verdict {
  parcel::Parcel parcel;
  record::Accepted accepted;
  finding::Counts counts;
  std::vector<finding::Finding> findings;  // the first kFindingsShown
  std::optional<parcel::Parcel> same;      // the parcel that had this file first
  std::string same_time;                   // "14:05": when that one came
  int64_t later = 0;                       // files of the same sender and register between the two
  bool is_wrong() const {
    return counts.rejects > 0 || parcel.state == "unreadable" || parcel.state == "set_aside";
  }
};
constexpr int kFindingsShown = 1'000;

// Error "asked.unknown_parcel".
Result<Verdict> verdict_of(store::Session& session, const pack::Pack& pack,
                           const access::Scope& scope, int64_t parcel);
// Of several, different, in the order given: asked for together, since the cost is mostly the
// asking. Each holds up to kFindingsShown findings: ask for a hundred at a time.
Result<std::vector<Verdict>> verdicts_of(store::Session& session, const pack::Pack& pack,
                                         const access::Scope& scope,
                                         const std::vector<int64_t>& parcels);
boost::json::object shape(const Verdict& verdict);

}  // namespace diaodu::api
