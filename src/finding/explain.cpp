#include "finding/explain.hpp"

#include <algorithm>
#include <limits>

#include "base/area_code.hpp"
#include "finding/render.hpp"
#include "finding/sql.hpp"
#include "frame/round_commands.hpp"
#include "frame/sql_fill.hpp"

namespace diaodu::finding {

using frame::fill;
using store::literal;

namespace {

std::string within(const std::string& column, const std::string& area) {
  if (area.empty()) return "true";
  return column + " >= " + literal(area) + " and " + column + " < " + literal(range_end(area));
}

Result<void> take(frame::RoundContext& round, const frame::RoundCommand& command) {
  const auto& [seq, kind, actor, day, payload] = command;
  if (kind == "finding_explained") {
    const Day until = parse_day(payload.text("until")).value_or(day);
    TRY(round.session.run(
        sql::replace_explanations,
        {{"finding", payload.number("finding")}, {"actor", actor}, {"day", day}}));
    TRY(round.session.run(frame::fill(sql::add_explanation, {{"ever", std::string(sql::ever)}}),
                          {{"explanation", seq},
                           {"finding", payload.number("finding")},
                           {"reason", payload.text("reason")},
                           {"evidence", payload.text("evidence")},
                           {"by_whom", payload.text("by")},
                           {"until_day", until},
                           {"actor", actor},
                           {"from_area", payload.text("area")},
                           {"day", day}}));
    return {};
  }
  const bool is_approved = payload.flag("approved");
  TRY(round.session.run(sql::decide_explanation,
                        {{"explanation", payload.number("explanation")},
                         {"state", std::string(is_approved ? "approved" : "refused")},
                         {"decided_by", actor},
                         {"decided_day", day},
                         {"note", payload.text("note")}}));
  return {};
}

}  // namespace

Result<void> take_explanations(frame::RoundContext& round) {
  return frame::each_command(
      round, {"finding_explained", "explanation_decided"},
      [&](const frame::RoundCommand& command) { return take(round, command); });
}

Result<std::optional<Explanation>> find_explanation(store::Session& session,
                                                    const access::Scope& scope,
                                                    int64_t explanation) {
  TRY_ASSIGN(const store::Batch rows,
             session.query(fill(sql::one_explanation, {{"allowed", scope.predicate("", "e.area")}}),
                           {{"explanation", explanation}}));
  if (rows.rows() == 0) return std::optional<Explanation>();
  return explanation_of(rows, 0);
}

std::string is_explained() {
  return fill(sql::is_explained, {{"held", std::string(sql::held_explanations)}});
}

std::optional<Explanation> explanation_of(const store::Batch& rows, size_t row) {
  if (rows["explanation"].is_null(row)) return std::nullopt;
  Explanation of;
  of.explanation = rows["explanation"].int64(row);
  of.finding = rows["finding"].int64(row);
  of.register_id = text_of(rows, "register", row);
  of.state = text_of(rows, "explained_state", row);
  of.reason = text_of(rows, "reason", row);
  of.evidence = text_of(rows, "evidence", row);
  of.by = text_of(rows, "by_whom", row);
  of.until = rows["until_day"].day(row);
  of.actor = text_of(rows, "explained_actor", row);
  of.from_area = text_of(rows, "from_area", row);
  of.day = rows["explained_day"].day(row);
  of.decided_by = text_of(rows, "decided_by", row);
  of.note = text_of(rows, "note", row);
  of.holds = of.state == "approved" && !rows["passed"].boolean(row);
  return of;
}

Result<std::map<std::string, int64_t>> explained_by_place(store::Session& session,
                                                          const access::Scope& scope,
                                                          const std::string& area, int below) {
  TRY_ASSIGN(const store::Batch rows,
             session.query(fill(sql::explained_by_place,
                                {{"key", "left(f.area, " + std::to_string(below) + ")"},
                                 {"held", std::string(sql::held_explanations)},
                                 {"allowed", scope.predicate("", "f.area")},
                                 {"asked", within("f.area", area)}})));
  std::map<std::string, int64_t> out;
  for (size_t row = 0; row < rows.rows(); ++row)
    out[std::string(rows["place"].text(row))] = rows["n"].int64(row);
  return out;
}

Result<Waiting> waiting_explanations(store::Session& session, const access::Scope& scope,
                                     const std::string& area) {
  TRY_ASSIGN(
      const store::Batch rows,
      session.query(fill(sql::waiting_explanations, {{"allowed", scope.predicate("", "e.area")},
                                                     {"asked", within("e.from_area", area)}}),
                    {{"area", area}}));
  return Waiting{rows["above"].int64(0), rows["here"].int64(0)};
}

Result<std::vector<Explanation>> list_explanations(store::Session& session,
                                                   const access::Scope& scope,
                                                   const ExplanationAsk& ask) {
  const int64_t from = ask.after == 0          ? std::numeric_limits<int64_t>::min()
                       : ask.kind == "decided" ? -ask.after
                                               : ask.after;
  TRY_ASSIGN(const store::Batch rows,
             session.query(fill(sql::list_explanations, {{"allowed", scope.predicate("", "e.area")},
                                                         {"asked", within("e.from_area", ask.area)},
                                                         {"limit", std::to_string(ask.limit)}}),
                           {{"kind", ask.kind},
                            {"today", ask.today},
                            {"soon", ask.today + kExpiringDays},
                            {"after", from}}));
  std::vector<Explanation> found;
  for (size_t row = 0; row < rows.rows(); ++row)
    if (auto one = explanation_of(rows, row)) found.push_back(*std::move(one));
  return found;
}

Result<ExplanationCounts> count_explanations(store::Session& session, const access::Scope& scope,
                                             const ExplanationAsk& ask) {
  TRY_ASSIGN(
      const store::Batch rows,
      session.query(fill(sql::count_explanations, {{"allowed", scope.predicate("", "e.area")},
                                                   {"asked", within("e.from_area", ask.area)}}),
                    {{"today", ask.today}, {"soon", ask.today + kExpiringDays}}));
  return ExplanationCounts{rows["waiting"].int64(0), rows["decided"].int64(0),
                           rows["expiring"].int64(0)};
}

}  // namespace diaodu::finding
