// /api/findings: what is open, how much of it, one of it, and the workbook that goes back.

#include <boost/json.hpp>

#include "api/inside.hpp"
#include "api/own_file.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"
#include "finding/sums.hpp"
#include "finding/workbook.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr int kWorkbookRows = 1'000'000;
constexpr const char* kWorkbook =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

Result<finding::Ask> asked(Call& call, Action action) {
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
  if (const auto parcel = call.value("parcel")) {
    TRY_ASSIGN(ask.parcel, call.id(*parcel));
  }
  return ask;
}

// Findings of a register with personal data show people, if masked: who looked is recorded.
Result<int64_t> audit(Call& call, Action action, const finding::Ask& ask, int64_t count) {
  return call.audit(action, ask.register_id, ask.area, count);
}

Result<http::Reply> list(Call& call) {
  TRY_ASSIGN(finding::Ask ask, asked(call, Action::finding_read));
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
  TRY_ASSIGN(const finding::Ask ask, asked(call, Action::finding_read));
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
  int64_t total = 0;
  for (const finding::Sum& sum : sums) {
    total += sum.count;
    items.push_back(json::object{{"key", by == finding::By::place ? show_area(sum.key) : sum.key},
                                 {"name", shape(key_name(call, sum, by))},
                                 {"grade", text_or_null(sum.grade)},
                                 {"register", text_or_null(sum.register_id)},
                                 {"count", sum.count},
                                 {"rows", sum.rows}});
  }
  json::object object = call.page(std::move(items), ask.day, "");
  object["total"] = total;
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

Result<http::Reply> workbook(Call& call, finding::Ask ask, const std::string& name) {
  ask.limit = kWorkbookRows;
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::finding_export));
  TRY_ASSIGN(OwnFile file, OwnFile::make(call, "findings"));
  TRY_ASSIGN(const Lease session, call.reader());
  int64_t rows = 0;
  if (ask.day) {  // as it stood then: to be read
    TRY_ASSIGN(rows, finding::write_list(*session, call.pack(), scope, ask, file.path()));
  } else {
    TRY_ASSIGN(const finding::Written written,
               finding::write_workbook(*session, call.pack(), scope, ask, file.path()));
    rows = written.rows;
  }
  TRY(call.audit(Action::finding_export, ask.register_id, ask.area, rows, {},
                 ask.parcel ? "parcel " + std::to_string(*ask.parcel) : ""));
  return file.as_answer(kWorkbook, name);
}

Result<http::Reply> export_all(Call& call) {
  TRY_ASSIGN(const finding::Ask ask, asked(call, Action::finding_export));
  return workbook(call, ask, "补正表-" + call.area_name(ask.area) + ".xlsx");
}

Result<http::Reply> export_parcel(Call& call) {
  TRY_ASSIGN(const int64_t id, call.id(call.request.param("parcel")));
  TRY(access::may(call.who, Action::finding_export));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::parcel_read));
  finding::Ask ask;
  {
    TRY_ASSIGN(const Lease session, call.reader());
    TRY_ASSIGN(const auto parcel, parcel::find(*session, scope, id));
    if (!parcel) return not_found();
    TRY(call.register_of(parcel->register_id, Action::finding_export));
    ask.register_id = parcel->register_id;
  }
  ask.parcel = id;
  return workbook(call, ask, "补正表-" + std::to_string(id) + ".xlsx");
}

}  // namespace

std::vector<Entry> finding_routes() {
  return {
      {.method = "GET", .pattern = "/api/findings", .answer = list, .has_etag = true},
      {.method = "GET", .pattern = "/api/findings/summary", .answer = summary, .has_etag = true},
      {.method = "GET", .pattern = "/api/findings/workbook", .answer = export_all},
      {.method = "GET", .pattern = "/api/parcels/{parcel}/workbook", .answer = export_parcel},
      {.method = "GET", .pattern = "/api/findings/{finding}", .answer = show}};
}

}  // namespace diaodu::api
