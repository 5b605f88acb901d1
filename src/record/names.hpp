#pragma once
// Inner parts of the room.
#include <algorithm>
#include <string>
#include <vector>

#include "access/scope.hpp"
#include "frame/round_context.hpp"
#include "frame/sql_fill.hpp"
#include "record/record.hpp"

namespace diaodu::record {

Error no_register(const std::string& id);
inline std::string living_name(const pack::Register& register_) { return "record_" + register_.id; }
inline std::string past_name(const pack::Register& register_) {
  return "record_" + register_.id + "_past";
}

// Rows of `alias` that the scope shows: by county, the key of pruning, unless a grant is finer.
inline std::string allowed(const access::Scope& scope, const pack::Register& register_,
                           const std::string& alias = "l") {
  const bool finer = std::ranges::any_of(scope.grants(), [](const access::Grant& grant) {
    return grant.side == access::Side::home ? grant.area.size() > 6 : grant.other_area.size() > 6;
  });
  const std::string home = finer ? store::quoted(register_.area) : "dist_county";
  const std::string& host = register_.also_area;
  return scope.predicate(
      register_.id, alias + "." + home,
      host.empty() ? std::string() : alias + "." + store::quoted(host),
      register_.own.empty() ? std::string() : alias + "." + store::quoted(register_.own));
}

// Closes living versions that rows of `source` (dist_county, key_hash, key columns, parcel) replace
// or end. which: a condition over i, the source's row.
Result<void> close_versions(frame::RoundContext& round, const pack::Register& register_,
                            const std::string& source, const std::string& which,
                            const std::vector<std::string>& counties, bool sliced = false);
// sliced: slice_<register> holds the living records of the wave's keys.
// Inserts the rows of `source` (shape of incoming_<register>) as living versions.
Result<void> insert_versions(frame::RoundContext& round, const pack::Register& register_,
                             const std::string& source, const std::string& which, bool sort);

// Rows of record_change to be; and the counties of register.area that they touch.
class ChangeRows {
 public:
  ChangeRows();
  void add(const std::string& register_id, int64_t parcel, const std::string& county,
           const Accepted& what, const frame::RoundContext& round);
  Result<void> write(store::Session& session, const pack::Register& register_) const;
  const Accepted& total() const { return total_; }

 private:
  store::Batch rows_;
  std::vector<std::string> counties_;
  Accepted total_;
};
// Counties that the other area columns name, before and after, into table touched.
Result<void> touch_other_columns(frame::RoundContext& round, const pack::Register& register_,
                                 const std::string& source, const std::string& which, bool all_new);

}  // namespace diaodu::record
