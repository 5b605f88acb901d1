// /api/findings: what is open, how much of it, one of it, and the workbook that goes back.

#include <boost/json.hpp>

#include "api/inside.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"
#include "finding/sums.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

Result<finding::Ask> asked_findings(Call& call, Action action) {
  finding::Ask ask;
  ask.register_id = call.value("register").value_or("");
  if (!ask.register_id.empty()) TRY(call.register_of(ask.register_id, action));
  TRY_ASSIGN(ask.area, call.area(action, ask.register_id));
  TRY_ASSIGN(ask.day, call.day());
  ask.rule = call.value("rule").value_or("");
  ask.column = call.value("column").value_or("");
  ask.grade = call.value("grade").value_or("");
  if (!ask.grade.empty() && ask.grade != "reject" && ask.grade != "question" && ask.grade != "note")
    return bad_value("grade", ask.grade, {"reject、question 或 note", "reject, question or note"});
  ask.explained = call.value("explained").value_or("");
  if (!ask.explained.empty() && ask.explained != "yes" && ask.explained != "asked" &&
      ask.explained != "no")
    return bad_value("explained", ask.explained, {"yes、asked 或 no", "yes, asked or no"});
  if (const auto parcel = call.value("parcel")) {
    TRY_ASSIGN(ask.parcel, call.id(*parcel));
  }
  return ask;
}

namespace {

// Findings of a register with personal data show people, if masked: who looked is recorded.
Result<int64_t> audit(Call& call, Action action, const finding::Ask& ask, int64_t count) {
  return call.audit(action, ask.register_id, ask.area, count);
}

Result<http::Reply> list(Call& call) {
  TRY_ASSIGN(finding::Ask ask, asked_findings(call, Action::finding_read));
  TRY_ASSIGN(ask.limit, call.number("limit", 100, 1, 1000));
  if (const auto after = call.value("after")) {
    TRY_ASSIGN(ask.after, call.id(*after));
  }
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const auto found, finding::list(*session, call.pack(), scope, ask));
  if (call.purpose())
    TRY(audit(call, Action::finding_read, ask, static_cast<int64_t>(found.size())));
  json::array items;
  for (const finding::Finding& one : found) items.push_back(shape(one));
  const bool is_full = static_cast<int>(found.size()) == ask.limit;
  return answer(call, call.page(std::move(items), ask.day,
                                is_full ? std::to_string(found.back().finding) : ""));
}

Words key_name(const Call& call, const finding::Sum& sum, finding::By by) {
  const pack::Register* of = call.pack().register_(sum.register_id);
  if (by == finding::By::place) {
    const std::string name = call.area_name(sum.key);
    return {name, name};
  }
  if (by == finding::By::column) {
    const pack::ColumnDef* column = of ? of->find(sum.key) : nullptr;
    return column ? column->title : Words{sum.key, sum.key};
  }
  return kind_of_finding(call.pack(), sum.register_id, sum.key);
}

Result<http::Reply> summary(Call& call) {
  TRY_ASSIGN(const finding::Ask ask, asked_findings(call, Action::finding_read));
  const std::string typed = call.value("by").value_or("");
  finding::By by = finding::By::rule;
  if (typed == "column") {
    by = finding::By::column;
  } else if (typed == "place") {
    by = finding::By::place;
  } else if (typed != "rule") {
    return bad_value("by", typed, {"rule、place 或 column", "rule, place or column"});
  }
  const auto children = call.used.areas->children(ask.area);
  const size_t below = children.empty() ? ask.area.size() : children.front().size();
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const auto sums, finding::sum(*session, scope, ask, by, static_cast<int>(below)));
  json::array items;
  int64_t total = 0, explained = 0;
  for (const finding::Sum& sum : sums) {
    total += sum.count;
    explained += sum.explained;
    items.push_back(json::object{{"key", by == finding::By::place ? show_area(sum.key) : sum.key},
                                 {"name", shape(key_name(call, sum, by))},
                                 {"grade", text_or_null(sum.grade)},
                                 {"register", text_or_null(sum.register_id)},
                                 {"count", sum.count},
                                 {"explained", sum.explained},
                                 {"rows", sum.rows}});
  }
  json::object object = call.page(std::move(items), ask.day, "");
  object["total"] = total;
  object["explained"] = explained;
  return answer(call, object);
}

Result<http::Reply> show(Call& call) {
  TRY(access::may(call.who, Action::finding_read));
  TRY_ASSIGN(const int64_t id, call.id(call.request.param("finding")));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const auto spot, finding::find(*session, call.pack(), scope, id));
  if (!spot) return not_found();
  TRY(call.register_of(spot->finding.register_id, Action::finding_read));
  if (call.purpose())
    TRY(call.audit(Action::finding_read, spot->finding.register_id, spot->finding.area, 1));
  return answer(shape(spot->finding));
}

}  // namespace

std::vector<Entry> finding_routes() {
  return {
      {.method = "GET", .pattern = "/api/findings", .answer = list, .has_etag = true},
      {.method = "GET", .pattern = "/api/findings/summary", .answer = summary, .has_etag = true},
      {.method = "GET", .pattern = "/api/findings/{finding}", .answer = show}};
}

}  // namespace diaodu::api
