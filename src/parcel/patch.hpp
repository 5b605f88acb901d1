#pragma once
// The writer of one register's rows of a round: parts -> patch_<register> and intake_failure, then
// what only all rows together can tell: places looked up among living records, waves of keys named
// twice.
#include <map>
#include <set>
#include <vector>

#include "frame/round_context.hpp"
#include "parcel/job.hpp"

namespace diaodu::parcel {

class PatchWriter {
 public:
  // actors: who sent the parcels of the round.
  PatchWriter(frame::RoundContext& round, const pack::Register& made_for,
              std::map<int64_t, std::string> actors);

  Result<void> take(Part&& part);
  // After the last part: how each file ended, by parcel.
  Result<void> finish();
  std::map<int64_t, Outcome>& outcomes() { return outcomes_; }
  int waves() const { return waves_; }

 private:
  Result<void> append_pending();
  Result<void> let_go(int64_t parcel);
  Result<void> find_places();
  Result<void> number_waves();
  std::string fill(std::string_view sql) const;

  frame::RoundContext& round_;
  const pack::Register& register_;
  std::string patch_table_;
  const std::map<int64_t, std::string> actors_;
  store::Batch rows_, failures_;  // not appended yet
  store::Batch forms_;            // of all rows that came back in a form
  std::set<int64_t> begun_;       // parcels with rows in a part that did not end them
  std::map<int64_t, Outcome> outcomes_;
  int64_t rows_appended_ = 0, rows_without_place_ = 0;
  int parcels_with_rows_ = 0;
  int waves_ = 0;
};

}  // namespace diaodu::parcel
