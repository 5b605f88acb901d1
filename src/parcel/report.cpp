#include "parcel/report.hpp"

#include <algorithm>
#include <tuple>

#include "parcel/sql.hpp"

namespace diaodu::parcel {
namespace {

using store::Type;

constexpr int kSuspendedDaysMax = 366;

struct Word {
  std::string state;
  std::optional<int64_t> parcel;
  std::string reason;
};
using Words = std::map<std::tuple<std::string, std::string, Day>, Word>;

// A return is the last word on the day that the parcel was for.
Result<void> add_returned(store::Session& session, const WaitingCommand& command, Words& words) {
  TRY_ASSIGN(const store::Batch parcel,
             session.query(sql::one_parcel, {{"parcel", command.parcel}}));
  if (parcel.rows() == 0) return {};  // the command was checked when it was accepted
  words[{std::string(parcel["register"].text(0)), std::string(parcel["area"].text(0)),
         parcel["day"].day(0)}] = {"returned", command.parcel, command.reason};
  return {};
}

Result<Words> last_words(store::Session& session, const std::vector<WaitingCommand>& commands,
                         const std::map<int64_t, std::string>& states) {
  Words words;
  for (const WaitingCommand& command : commands) switch (command.kind) {
      case CommandKind::taken:
        if (states.at(command.seq) != "unreadable")
          words[{command.register_id, command.area, command.day}] = {"reported", command.seq, {}};
        break;
      case CommandKind::nil:
        words[{command.register_id, command.area, command.day}] = {"nil", command.seq, {}};
        break;
      case CommandKind::returned: TRY(add_returned(session, command, words)); break;
      case CommandKind::suspended: {
        const Day last = std::clamp(command.day_to.value_or(command.day), command.day,
                                    command.day + (kSuspendedDaysMax - 1));
        for (Day day = command.day; day <= last; day = day + 1)
          words[{command.register_id, command.area, day}] = {"suspended", {}, command.reason};
        break;
      }
      case CommandKind::meaning: break;
      case CommandKind::withdrawn: break;  // end_parcels
    }
  return words;
}

}  // namespace

Result<void> write_reports(frame::RoundContext& round, const std::vector<WaitingCommand>& commands,
                           const std::map<int64_t, std::string>& states) {
  TRY_ASSIGN(const Words words, last_words(round.session, commands, states));
  if (words.empty()) return {};
  store::Batch rows;
  rows.columns = {{"register", Type::text}, {"area", Type::text},    {"day", Type::day},
                  {"state", Type::text},    {"parcel", Type::int64}, {"reason", Type::text}};
  for (const auto& [what, word] : words) {
    const auto& [register_id, area, day] = what;
    rows.columns[0].add(register_id);
    rows.columns[1].add(area);
    rows.columns[2].add(day);
    rows.columns[3].add(word.state);
    if (word.parcel)
      rows.columns[4].add(*word.parcel);
    else
      rows.columns[4].add_null();
    if (word.reason.empty())
      rows.columns[5].add_null();
    else
      rows.columns[5].add(word.reason);
  }
  TRY(round.session.run(sql::drop_new_report_table));
  TRY(round.session.run(sql::new_report_table));
  TRY(round.session.append("new_report", rows));
  TRY(round.session.run(sql::close_reports, {{"round", round.round}}));
  TRY(round.session.run(sql::open_reports, {{"round", round.round}}));
  TRY(round.session.run(sql::drop_new_report_table));
  return {};
}

Result<void> take_back_report(frame::RoundContext& round, int64_t parcel) {
  TRY(round.session.run(sql::end_report_of, {{"parcel", parcel}, {"round", round.round}}));
  TRY(round.session.run(sql::reopen_report, {{"parcel", parcel}, {"round", round.round}}));
  return {};
}

Result<void> end_parcels(frame::RoundContext& round, const std::vector<WaitingCommand>& commands) {
  for (const WaitingCommand& command : commands) {
    const bool withdrawn = command.kind == CommandKind::withdrawn;
    if (!withdrawn && command.kind != CommandKind::returned) continue;
    TRY(round.session.run(sql::end_parcel,
                          {{"parcel", command.parcel},
                           {"state", std::string(withdrawn ? "withdrawn" : "returned")},
                           {"round", round.round}}));
    if (withdrawn) TRY(take_back_report(round, command.parcel));
  }
  return {};
}

}  // namespace diaodu::parcel
