#pragma once
// Living records judged anew. Inner part of the room: again.cpp has a register judged by a new
// pack and by what its own records share, follow.cpp by what other registers say.
#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "finding/near.hpp"
#include "finding/rule_runner.hpp"
#include "frame/masks.hpp"

namespace diaodu::finding {

inline void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::count(names, name) == 0) names.push_back(name);
}

class Again : public RuleRunner {
 public:
  using Chosen = std::function<bool(const pack::Rule&)>;

  // counties: those of the records and of what rules compare them with; empty: all.
  Again(frame::RoundContext& round, const pack::Register& of,
        const std::vector<std::string>& counties = {})
      : RuleRunner(round, of, frame::WaveCounties{counties, false, false, false}, "again") {
    judges_all_ = true;
  }

  Result<int64_t> judge_everything();
  // The records of again_key by the rules chosen.
  Result<int64_t> judge_keys(const Chosen& chosen, bool needs);
  // The same by the rules that share these columns, all of it in a table of near.hpp.
  Result<int64_t> judge_near(const Shares& shares, const std::string& near);

 private:
  std::string record() const { return frame::table_name("record", register_); }
  std::string past() const { return store::quoted("record_" + register_.id + "_past"); }
  Result<void> clear();
  Result<void> run(const Chosen& chosen, bool needs);
  Result<int64_t> settle(const std::string& which);
  Result<void> find_places();

  std::vector<std::string> rules_;      // that have been run
  std::vector<std::string> built_ins_;  // columns of built-in rules that have
};

// What of a register a round began, changed or ended.
// Counties where it did.
Result<std::vector<std::string>> counties_changed(frame::RoundContext& round,
                                                  const pack::Register& register_);
// Makes round_version: those versions, with the columns named.
Result<void> find_versions(frame::RoundContext& round, const pack::Register& register_,
                           const std::vector<std::string>& columns,
                           const std::vector<std::string>& counties);
// Makes again_key of a select of keys; whether there are any.
Result<bool> make_keys(frame::RoundContext& round, const std::string& keys);
// By `query` (keys_that_share, keys_near): selects the keys of `record` that hold, in columns
// `same` (their own, that of the register in round_version), what a version of round_version holds
// of which one of `reads` changed.
struct Sharing {
  std::vector<std::pair<std::string, std::string>> same;
  std::vector<std::string> reads;
  std::string record, others;  // others: a condition over l, who is meant
};
std::string keys_sharing(std::string_view query, const frame::RoundContext& round,
                         const pack::Register& changed, const Sharing& sharing);

}  // namespace diaodu::finding
