// /api/figures, /api/standings: how much, how far, and back to the cell.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "api/inside.hpp"
#include "api/numbers.hpp"
#include "api/shape.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"
#include "frame/show_value.hpp"
#include "sheet/sheet.hpp"
#include "standing/standing.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr int kDaysMax = 400, kDaysUsual = 14;

Result<const pack::Indicator*> indicator_of(const Call& call, Action action) {
  TRY(access::may(call.who, action));
  const pack::Indicator* found = call.pack().indicator(call.value("indicator").value_or(""));
  if (!found) return not_found();
  if (!found->register_id.empty()) TRY(call.register_of(found->register_id, action));
  return found;
}

// The name of a part: a column's title, or as the pack names it; null: it has none.
json::value part_name(const pack::Pack& pack, const pack::Indicator& indicator,
                      const figure::Figure& figure) {
  if (figure.axis == "column" || figure.axis == "column_explained") {
    const pack::Register* of = pack.register_(indicator.register_id);
    const pack::ColumnDef* column = of ? of->find(figure.part) : nullptr;
    return column ? json::value(shape(column->title)) : json::value();
  }
  const auto axis = indicator.parts.find(figure.axis);
  if (axis == indicator.parts.end()) return nullptr;
  const auto part = axis->second.find(figure.part);
  return part == axis->second.end() ? json::value() : json::value(shape(part->second));
}

json::object figure_shape(const Call& call, const pack::Indicator& indicator,
                          const figure::Figure& figure, Day asked) {
  json::object object = shape(figure);
  object["name"] = call.area_name(figure.area);
  object["part_name"] = part_name(call.pack(), indicator, figure);
  object["asked_day"] = to_text(asked);
  object["shown"] = text_or_null(shown_number(figure.n, figure.d));
  if (figure.figure == 0) object["day"] = object["round_from"] = nullptr;
  return object;
}

Result<std::string> axis_of(const Call& call, const pack::Indicator& indicator) {
  const std::string axis = call.value("by").value_or("");
  std::vector<std::string> axes = indicator.axes;
  if (indicator.measure == "field_filled") axes.insert(axes.end(), {"column", "column_explained"});
  if (axis.empty() || std::find(axes.begin(), axes.end(), axis) != axes.end()) return axis;
  const std::string all = join(axes, ", ");
  return bad_value("by", axis, {"分项之一：" + all, "one of the axes: " + all});
}

Result<http::Reply> show(Call& call) {
  TRY_ASSIGN(const pack::Indicator* indicator, indicator_of(call, Action::figure_read));
  figure::Ask ask;
  ask.indicator = indicator->id;
  TRY_ASSIGN(ask.area, call.area(Action::figure_read, indicator->register_id));
  TRY_ASSIGN(ask.axis, axis_of(call, *indicator));
  TRY_ASSIGN(ask.day, call.day_or_last());
  TRY_ASSIGN(ask.children, call.flag("children"));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::figure_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(std::vector<figure::Figure> figures, figure::show(*session, call.pack(), scope, ask));
  Words said;
  if (ask.axis.empty() && !ask.children) {
    said = sentence(*indicator, call.area_name(ask.area), ask.day,
                    figures.empty() ? nullptr : &figures.front(), 1);
  } else {
    said = indicator->explain;
  }
  if (ask.children) figure::add_silent(*call.used.areas, *indicator, scope, ask, figures);
  json::array items;
  for (const figure::Figure& one : figures)
    items.push_back(figure_shape(call, *indicator, one, ask.day));
  json::object object = call.page(std::move(items), ask.day, "");
  object["indicator"] = indicator_shape(*indicator);
  object["sentence"] = shape(said);
  return answer(call, object);
}

Result<http::Reply> show_series(Call& call) {
  TRY_ASSIGN(const pack::Indicator* indicator, indicator_of(call, Action::figure_read));
  figure::SeriesAsk ask;
  ask.indicator = indicator->id;
  TRY_ASSIGN(ask.area, call.area(Action::figure_read, indicator->register_id));
  TRY_ASSIGN(ask.axis, axis_of(call, *indicator));
  TRY_ASSIGN(ask.to, call.day_or_last("to"));
  TRY_ASSIGN(const std::optional<Day> from, call.day("from"));
  ask.from = from.value_or(ask.to - (kDaysUsual - 1));
  if (ask.to < ask.from || ask.to - ask.from >= kDaysMax)
    return bad_value("from", to_text(ask.from), {"400 天以内", "within 400 days"});
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::figure_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(std::vector<figure::Figure> rows, figure::series(*session, call.pack(), scope, ask));
  const std::string part = call.value("part").value_or("");
  std::erase_if(rows, [&](const figure::Figure& one) { return one.part != part; });
  const ByArea by = by_area(std::move(rows));
  json::array items;
  for (Day day = ask.from; day <= ask.to; day = day + 1) {
    const figure::Figure* found = on_day(*indicator, by, ask.area, day);
    figure::Figure none;
    none.indicator = indicator->id;
    none.area = ask.area;
    none.axis = ask.axis;
    none.part = part;
    items.push_back(figure_shape(call, *indicator, found ? *found : none, day));
  }
  json::object object = call.page(std::move(items), ask.to, "");
  object["indicator"] = indicator_shape(*indicator);
  object["sentence"] = shape(sentence(*indicator, call.area_name(ask.area), ask.to,
                                      on_day(*indicator, by, ask.area, ask.to), 1));
  return answer(call, object);
}

// The cell as it stands in the kept file, masked unless a purpose is stated.
Result<void> add_cell(Call& call, store::Session& session, const access::Scope& scope,
                      const figure::Step& step, json::object& object) {
  TRY_ASSIGN(const auto parcel, parcel::find(session, scope, step.parcel));
  if (!parcel) return {};
  object["file_name"] = text_or_null(parcel->file_name);
  object["file_sha256"] = text_or_null(parcel->file_sha256);
  for (const auto& heading : parcel->headings)
    if (heading.sheet == step.sheet) object["sheet_name"] = text_or_null(heading.sheet_name);
  if (step.column_no >= 0)
    object["cell"] = sheet::cell_address(static_cast<uint32_t>(step.column_no),
                                         static_cast<uint32_t>(step.row_no));
  TRY_ASSIGN(const std::string text, parcel::read_cell(call.inside.backend.files_folder(), *parcel,
                                                       step.sheet, step.row_no, step.column));
  const pack::Register* of = call.pack().register_(parcel->register_id);
  const pack::ColumnDef* column = of ? of->find(step.column) : nullptr;
  if (column) object["shown"] = frame::masked(*of, *column, text, scope);
  return {};
}

json::object step_shape(const figure::Step& step) {
  json::object object = shape(step);
  for (const char* name : {"file_name", "file_sha256", "sheet_name", "cell", "shown", "record"})
    object[name] = nullptr;
  if (step.key_hash != 0 && step.area.size() >= 6)
    object["record"] = step.area.substr(0, 6) + "-" + std::to_string(step.key_hash);
  return object;
}

Result<http::Reply> trace(Call& call) {
  TRY(access::may(call.who, Action::figure_trace));
  TRY_ASSIGN(const int64_t id, call.id(call.request.param("figure")));
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::figure_trace));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const auto found, figure::trace(*session, call.pack(), scope, id));
  if (!found) return not_found();
  const pack::Indicator* indicator = call.pack().indicator(found->figure.indicator);
  if (!indicator) return not_found();
  TRY(call.register_of(indicator->register_id, Action::figure_trace));
  json::array steps;
  for (const figure::Step& step : found->steps) {
    json::object object = step_shape(step);
    if (step.kind == "cell" && step.parcel != 0) TRY(add_cell(call, *session, scope, step, object));
    steps.push_back(std::move(object));
  }
  TRY(call.audit(Action::figure_trace, indicator->register_id, found->figure.area,
                 static_cast<int64_t>(steps.size()), {}, "figure " + std::to_string(id)));
  return answer({{"figure", figure_shape(call, *indicator, found->figure, found->figure.day)},
                 {"indicator", indicator_shape(*indicator)},
                 {"sentence", shape(sentence(*indicator, call.area_name(found->figure.area),
                                             found->figure.day, &found->figure, 1))},
                 {"counted", found->counted_known ? json::value(found->counted) : json::value()},
                 {"steps", std::move(steps)},
                 {"query", text_or_null(indicator->query)},
                 {"synthetic", call.pack().synthetic},
                 {"masked", !scope.unmasked()}});
}

Result<http::Reply> standings(Call& call) {
  TRY(access::may(call.who, Action::standing_read));
  const pack::Target* target = call.pack().target(call.value("target").value_or(""));
  if (!target) return not_found();
  if (!target->register_id.empty())
    TRY(call.register_of(target->register_id, Action::standing_read));
  standing::Ask ask;
  ask.target = target->id;
  TRY_ASSIGN(ask.area, call.area(Action::standing_read, target->register_id));
  TRY_ASSIGN(ask.day, call.day_or_last());
  std::optional<Level> level;
  if (const auto typed = call.value("level")) {
    level = parse_level(*typed);
    if (!level || *level == Level::nation || *level > Level::county)
      return bad_value("level", *typed, {"province、city 或 county", "province, city or county"});
  } else {
    const auto children = call.used.areas->children(ask.area);
    level = children.empty() ? level_of(ask.area) : level_of(children.front());
  }
  ask.level = level.value_or(Level::county);
  TRY_ASSIGN(const access::Scope scope, call.scope(Action::standing_read));
  TRY_ASSIGN(const Lease session, call.reader());
  TRY_ASSIGN(const auto found, standing::show(*session, call.pack(), scope, ask));
  json::array items;
  for (const standing::Standing& one : found) items.push_back(shape(one));
  return answer(call, call.page(std::move(items), ask.day, ""));
}

}  // namespace

std::vector<Entry> figure_routes() {
  return {
      {.method = "GET", .pattern = "/api/figures", .answer = show, .has_etag = true},
      {.method = "GET", .pattern = "/api/figures/series", .answer = show_series, .has_etag = true},
      {.method = "GET", .pattern = "/api/figures/{figure}", .answer = trace},
      {.method = "GET", .pattern = "/api/standings", .answer = standings, .has_etag = true}};
}

}  // namespace diaodu::api
