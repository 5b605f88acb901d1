#pragma once
// 异议: a place holds its standing, a finding or a parcel to be wrong; the place above answers.
// Makes table objection out of the journal's commands objection_raised, objection_answered and
// objection_withdrawn. While one is open the place has no rank (not_ranked 'objected') in the
// target it is about, or in the targets of that register; the others are ranked among themselves.
// Days that were closed before stay as they were ranked. It stays paused until there is a word: a
// place above that lets the last day pass is told so, and does not win by it.
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "access/scope.hpp"
#include "frame/round_context.hpp"

namespace diaodu::standing {

struct Objection {
  int64_t objection = 0;
  std::string about, what, register_id, area, reason, evidence, by, actor, state, answered_by, note;
  Day about_day, day, until;
  std::optional<Day> answered_day;
  bool is_overdue = false;
};

// The commands of the round; before it ranks.
Result<void> take_objections(frame::RoundContext& round);

struct ObjectionAsk {
  std::string area;          // under it
  std::string state, about;  // empty: any
  std::string what;          // likewise
  int64_t after = 0;         // 0: from the latest on
  int limit = 100;
};
Result<std::vector<Objection>> list_objections(store::Session& session, const access::Scope& scope,
                                               const ObjectionAsk& ask);
Result<std::optional<Objection>> find_objection(store::Session& session, const access::Scope& scope,
                                                int64_t objection);

// Of a place: those that wait for the place above it, and of the places below for its own word.
struct WaitingObjections {
  int64_t above = 0, here = 0, overdue = 0;
};
Result<WaitingObjections> waiting_objections(store::Session& session, const access::Scope& scope,
                                             const std::string& area);

// Within how many days the place above answers: the pack's param objection_answer_days, else 5.
int answer_days(const pack::Pack& pack, const std::string& area, Day day);

// Inside the room: whose rank is paused on a day, and where that changed in the round.
using Places = std::set<std::string, std::less<>>;
Result<Places> objecting(store::Session& session, const pack::Target& target, Day day);
Result<Places> changed_objections(frame::RoundContext& round, const pack::Target& target);

}  // namespace diaodu::standing
