#include "standing/objection.hpp"

#include <algorithm>
#include <charconv>

#include "base/area_code.hpp"
#include "frame/round_commands.hpp"
#include "frame/sql_fill.hpp"
#include "standing/sql.hpp"

namespace diaodu::standing {

using frame::fill;
using store::literal;

namespace {

constexpr int kAnswerDays = 5;

std::string text_of(const store::Column& column, size_t row) {
  return column.is_null(row) ? std::string() : std::string(column.text(row));
}

std::string under(const std::string& area) {
  if (area.empty()) return "true";
  return "o.area >= " + literal(area) + " and o.area < " + literal(range_end(area));
}

Result<void> take(frame::RoundContext& round, const frame::RoundCommand& command) {
  const auto& [seq, kind, actor, day, payload] = command;
  if (kind == "objection_raised") {
    TRY(round.session.run(sql::add_objection,
                          {{"objection", seq},
                           {"about", payload.text("about")},
                           {"what", payload.text("what")},
                           {"register", payload.text("register")},
                           {"area", payload.text("area")},
                           {"about_day", parse_day(payload.text("of_day")).value_or(day)},
                           {"reason", payload.text("reason")},
                           {"evidence", payload.text("evidence")},
                           {"by_whom", payload.text("by")},
                           {"actor", actor},
                           {"day", day},
                           {"until_day", parse_day(payload.text("until")).value_or(day)},
                           {"round", round.round}}));
    return {};
  }
  const std::string state = kind == "objection_withdrawn" ? "withdrawn"
                            : payload.flag("upheld")      ? "upheld"
                                                          : "refused";
  TRY(round.session.run(sql::answer_objection, {{"objection", payload.number("objection")},
                                                {"state", state},
                                                {"answered_by", actor},
                                                {"answered_day", day},
                                                {"note", payload.text("note")},
                                                {"round", round.round}}));
  return {};
}

Objection objection_of(const store::Batch& rows, size_t row) {
  Objection of;
  of.objection = rows["objection"].int64(row);
  of.about = rows["about"].text(row);
  of.what = rows["what"].text(row);
  of.register_id = rows["register"].text(row);
  of.area = rows["area"].text(row);
  of.about_day = rows["about_day"].day(row);
  of.reason = rows["reason"].text(row);
  of.evidence = text_of(rows["evidence"], row);
  of.by = rows["by_whom"].text(row);
  of.actor = rows["actor"].text(row);
  of.day = rows["day"].day(row);
  of.until = rows["until_day"].day(row);
  of.state = rows["state"].text(row);
  of.answered_by = text_of(rows["answered_by"], row);
  if (!rows["answered_day"].is_null(row)) of.answered_day = rows["answered_day"].day(row);
  of.note = text_of(rows["note"], row);
  of.is_overdue = rows["overdue"].boolean(row);
  return of;
}

Result<std::vector<Objection>> read(store::Session& session, const access::Scope& scope,
                                    const std::string& which, int limit) {
  TRY_ASSIGN(const store::Batch rows,
             session.query(fill(sql::objections, {{"which", which},
                                                  {"allowed", scope.predicate("", "o.area")},
                                                  {"limit", std::to_string(limit)}})));
  std::vector<Objection> all;
  for (size_t row = 0; row < rows.rows(); ++row) all.push_back(objection_of(rows, row));
  return all;
}

Result<Places> places(store::Session& session, std::string_view sql, const store::Params& params) {
  TRY_ASSIGN(
      const store::Batch rows,
      session.query(fill(sql, {{"concerns", std::string(sql::objection_concerns)}}), params));
  Places all;
  for (size_t row = 0; row < rows.rows(); ++row) all.emplace(rows["area"].text(row));
  return all;
}

}  // namespace

Result<void> take_objections(frame::RoundContext& round) {
  return frame::each_command(
      round, {"objection_raised", "objection_answered", "objection_withdrawn"},
      [&](const frame::RoundCommand& command) { return take(round, command); });
}

Result<std::vector<Objection>> list_objections(store::Session& session, const access::Scope& scope,
                                               const ObjectionAsk& ask) {
  std::string which = under(ask.area);
  if (!ask.state.empty()) which += " and o.state = " + literal(ask.state);
  if (!ask.about.empty()) which += " and o.about = " + literal(ask.about);
  if (!ask.what.empty()) which += " and o.what = " + literal(ask.what);
  if (ask.after != 0) which += " and o.objection < " + std::to_string(ask.after);
  return read(session, scope, which, ask.limit);
}

Result<std::optional<Objection>> find_objection(store::Session& session, const access::Scope& scope,
                                                int64_t objection) {
  TRY_ASSIGN(std::vector<Objection> found,
             read(session, scope, "o.objection = " + std::to_string(objection), 1));
  if (found.empty()) return std::optional<Objection>();
  return std::optional(std::move(found.front()));
}

Result<WaitingObjections> waiting_objections(store::Session& session, const access::Scope& scope,
                                             const std::string& area) {
  TRY_ASSIGN(
      const store::Batch rows,
      session.query(fill(sql::waiting_objections,
                         {{"under", under(area)}, {"allowed", scope.predicate("", "o.area")}}),
                    {{"area", area}}));
  return WaitingObjections{rows["above"].int64(0), rows["here"].int64(0), rows["overdue"].int64(0)};
}

int answer_days(const pack::Pack& pack, const std::string& area, Day day) {
  const pack::ParamDef* param = pack.param("objection_answer_days");
  const std::optional<std::string> value = param ? param->at(area, day) : std::nullopt;
  int days = 0;
  if (value) std::from_chars(value->data(), value->data() + value->size(), days);
  return days > 0 ? days : kAnswerDays;
}

Result<Places> objecting(store::Session& session, const pack::Target& target, Day day) {
  return places(session, sql::objecting,
                {{"target", target.id}, {"register", target.register_id}, {"day", day}});
}

Result<Places> changed_objections(frame::RoundContext& round, const pack::Target& target) {
  return places(round.session, sql::changed_objections,
                {{"target", target.id}, {"register", target.register_id}, {"round", round.round}});
}

}  // namespace diaodu::standing
