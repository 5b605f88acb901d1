#pragma once
// finding: this cell fails this rule.
// Makes table finding out of intake_failure and incoming_<register> by the pack's rules. A rule
// reports only rows whose touched columns it reads. Ended when the same key's touched cell no
// longer fails. Promised: each rule runs once a wave over all its rows, not once a parcel; the
// sentence is rendered at reading, masked.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/scope.hpp"
#include "frame/round_context.hpp"

namespace diaodu::finding {

// Judges one wave of one register; marks rows of incoming_<register> with a reject finding in the
// temporary table refused. Intake failures are taken over in wave 1.
Result<int64_t> judge(frame::RoundContext& round, const pack::Register& register_, int wave);
// A pack's new rules: judges every living record anew, counties after counties. What they fail no
// more ends, what they newly fail is opened (a reject too: the record stays and counts as not
// complete). Rules within one file are not run again; refused rows stay refused.
Result<int64_t> judge_anew(frame::RoundContext& round, const pack::Register& register_);
Result<void> end_undeclared(frame::RoundContext& round);  // rules the pack no longer has
// After the records of a round: ends the findings of records that ended, judges anew what a
// withdrawal gave back and whoever shares a value (`shares` of a rule) that was gained or given up.
Result<int64_t> judge_consequences(frame::RoundContext& round, const pack::Register& register_,
                                   const std::vector<int64_t>& withdrawn);
// After that of every register: records of other registers that hold what a changed record of this
// one held or holds are judged anew, by the rules that follow it (`follows`).
Result<int64_t> judge_followers(frame::RoundContext& round, const pack::Register& changed,
                                bool any_withdrawn);
// A withdrawn parcel's findings end with it.
Result<int64_t> end_parcel(frame::RoundContext& round, int64_t parcel);

// What was said about a question (explain.hpp).
struct Explanation {
  int64_t explanation = 0, finding = 0;
  std::string register_id, state;  // asked | approved | refused
  std::string reason, evidence, by, actor, from_area, decided_by, note;
  Day until, day;
  bool holds = false;  // approved, and its last day has not passed
};

struct Finding {
  int64_t finding = 0, parcel = 0;
  std::string register_id, rule, grade, column, area, show_id, shown, other_area;
  std::string cell;  // "B17"
  int sheet = 0, row_no = 0;
  Words says, fix;  // rendered, masked by the scope
  int64_t round_from = 0;
  std::optional<int64_t> round_to;
  std::optional<Explanation> explanation;  // the last of what it says now
};
struct Ask {
  std::string area;               // under it
  std::optional<Day> day;         // as known at the end of that day; none: open now
  std::optional<int64_t> parcel;  // only those of one parcel
  std::optional<std::pair<std::string, int64_t>> record;  // county and key of the one record
  std::string register_id, rule, column, grade;           // likewise; empty: all
  std::string explained;  // yes | asked (waits for the place above) | no; empty: all
  int64_t after = 0;      // key paging
  int limit = 1000;
  std::string issued_to;  // of a workbook: whose copy it is, on each sheet; empty: not said
};
Result<std::vector<Finding>> list(store::Session& session, const pack::Pack& pack,
                                  const access::Scope& scope, const Ask& ask);
struct Counts {
  int64_t rows_refused = 0, rejects = 0, questions = 0, notes = 0;
};
// By parcel, of those in which anything was found.
Result<std::map<int64_t, Counts>> count(store::Session& session, const access::Scope& scope,
                                        const std::vector<int64_t>& parcels);
// The first `limit` open ones of each parcel, in the order of parcels and their rows.
Result<std::vector<Finding>> list_each(store::Session& session, const pack::Pack& pack,
                                       const access::Scope& scope,
                                       const std::vector<int64_t>& parcels, int limit);

}  // namespace diaodu::finding
