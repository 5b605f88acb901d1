// figure, standing: how much, how far, who is behind; and back to the cell.
#include <fmt/format.h>

#include <boost/json.hpp>

#include <algorithm>

#include "app/asked.hpp"
#include "app/shape.hpp"
#include "app/show_standing.hpp"
#include "app/trace.hpp"
#include "app/verbs.hpp"
#include "base/area_code.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"

namespace diaodu::app {
namespace {

constexpr const char* kColumnAxis = "column";
constexpr const char* kExplainedAxis = "column_explained";

std::string part_name(const pack::Pack& pack, const pack::Indicator& indicator,
                      const figure::Figure& figure, bool chinese) {
  if (figure.axis.empty()) return chinese ? "合计" : "all";
  if (figure.axis == kColumnAxis || figure.axis == kExplainedAxis) {
    const pack::Register* of = pack.register_(indicator.register_id);
    const pack::ColumnDef* column = of ? of->find(figure.part) : nullptr;
    if (!column) return figure.part;
    return figure.part + " " + (chinese ? column->title.zh : column->title.en);
  }
  const auto axis = indicator.parts.find(figure.axis);
  if (axis == indicator.parts.end()) return figure.part;
  const auto part = axis->second.find(figure.part);
  if (part == axis->second.end()) return figure.part;
  return chinese ? part->second.zh : part->second.en;
}

Result<void> check_axis(const pack::Indicator& indicator, const std::string& axis) {
  std::vector<std::string> axes = indicator.axes;
  const auto has = [&](const std::string& name) {
    return std::find(axes.begin(), axes.end(), name) != axes.end();
  };
  if (indicator.measure == "field_filled")
    for (const char* own : {kColumnAxis, kExplainedAxis})
      if (!has(own)) axes.emplace_back(own);
  if (axis.empty() || has(axis)) return {};
  const auto meant = did_you_mean(axis, axes);
  Words hint{axes.empty() ? "本指标没有分项" : "本指标的分项有：" + join(axes, "、"),
             axes.empty() ? "it is not broken down" : "It has: " + join(axes, ", ")};
  if (meant)
    hint = {"是不是“" + *meant + "”？" + hint.zh, "Did you mean \"" + *meant + "\"? " + hint.en};
  return Error{"asked.unknown_axis",
               {fmt::format("指标“{}”没有分项“{}”", indicator.id, axis),
                fmt::format("the indicator \"{}\" has no axis \"{}\"", indicator.id, axis)},
               std::move(hint),
               {},
               {{"axis", axis}, {"axes", join(axes, " ")}},
               Exit::usage};
}

boost::json::object shape_asked(const figure::Figure& figure, Day asked) {
  boost::json::object object = shape(figure);
  object["asked_day"] = to_text(asked);
  if (figure.figure == 0) object["day"] = object["round_from"] = nullptr;
  return object;
}

}  // namespace

std::string shown_ratio(const std::string& n, const std::string& d) {
  const auto n_units = parse_decimal(n, 2);
  const auto d_units = parse_decimal(d, 2);
  if (!n_units || !d_units || *d_units <= 0) return "-";
  return percent_text(*n_units, *d_units, 2, false) + "%";
}

Done figure_show(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY_ASSIGN(const pack::Indicator* indicator, asked_indicator(used, request.name));
  figure::Ask ask;
  ask.indicator = indicator->id;
  TRY_ASSIGN(ask.area, asked_area(used, request.area));
  TRY(check_axis(*indicator, request.axis));
  ask.axis = request.axis;
  ask.day = *request.day;
  ask.children = request.children;
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "figure " + request.name, ask.area));
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(std::vector<figure::Figure> figures, figure::show(*session, *used.pack, scope, ask));
  if (ask.children) figure::add_silent(*used.areas, *indicator, scope, ask, figures);
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  Table table({{{"地区", "area"}},
               {{"分项", "part"}},
               {{"数值", "n"}, Table::Align::right},
               {{"分母", "d"}, Table::Align::right},
               {{"比率", "ratio"}, Table::Align::right},
               {{"所据之日", "as of"}},
               {{"编号", "figure"}, Table::Align::right}});
  for (const figure::Figure& figure : figures) {
    const bool has = figure.figure != 0, is_ratio = !figure.d.empty();
    table.row({shown_area(used, figure.area, out.chinese()),
               has ? part_name(*used.pack, *indicator, figure, out.chinese()) : "-",
               has ? figure.n : "-", is_ratio ? figure.d : "-",
               is_ratio ? shown_ratio(figure.n, figure.d) : "-",
               has ? to_text(figure.day) : out.pick({"未报", "not reported"}),
               has ? std::to_string(figure.figure) : "-"});
    object["items"].as_array().push_back(shape_asked(figure, ask.day));
  }
  out.text(fmt::format("{}（{}）  {}\n", out.pick(indicator->name), out.pick(indicator->unit),
                       to_text(ask.day)));
  if (figures.empty()) {
    out.line({"这一天还没有数（未报）", "there is no figure for that day (not reported)"});
  } else {
    out.table(table);
  }
  out.object(object);
  return Exit::good;
}

Done figure_trace(App& app, const Request& request, Output& out) {
  TRY_ASSIGN(const int64_t id, asked_number(request.name));
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "trace " + request.name, ""));
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  TRY_ASSIGN(boost::json::object traced, print_trace(app, scope, id, out));
  object["items"].as_array().push_back(std::move(traced));
  out.object(object);
  return Exit::good;
}

Done standing_show(App& app, const Request& request, Output& out) {
  const Used used = app.used();
  TRY(asked_target(used, request.name));
  const std::optional<Level> level = parse_level(request.level);
  if (!level || *level == Level::nation || *level > Level::county) {
    return Error{
        "usage", {"--level 写 province、city 或 county", "--level is province, city or county"},
        {},      {},
        {},      Exit::usage};
  }
  standing::Ask ask{request.name, {}, *level, *request.day};
  TRY_ASSIGN(ask.area, asked_area(used, request.area.empty() ? "cn" : request.area));
  TRY_ASSIGN(const access::Scope scope,
             scope_of(app, request, "standing " + request.name, ask.area));
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const std::vector<standing::Standing> standings,
             standing::show(*session, *used.pack, scope, ask));
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  for (const standing::Standing& one : standings) object["items"].as_array().push_back(shape(one));
  const Day last = app.latest_day();
  if (standings.empty() && ask.day > last) {
    if (last == Day{})
      out.line({"尚未处理过任何一天", "no day has been worked on yet"});
    else
      out.line({fmt::format("尚未处理到{}；最近一天是{}", to_text(ask.day), to_text(last)),
                fmt::format("{} is not reached yet; the last day is {}", to_text(ask.day),
                            to_text(last))});
  } else {
    print_standings(used, ask, standings, out);
  }
  out.object(object);
  return Exit::good;
}

}  // namespace diaodu::app
