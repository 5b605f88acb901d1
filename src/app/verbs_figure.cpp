// figure, standing: how much, how far, who is behind; and back to the cell.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/asked.hpp"
#include "app/shape.hpp"
#include "app/show_standing.hpp"
#include "app/trace.hpp"
#include "app/verbs.hpp"
#include "base/area_code.hpp"
#include "base/decimal.hpp"

namespace diaodu::app {
namespace {

std::string part_name(const pack::Indicator& indicator, const figure::Figure& figure,
                      bool chinese) {
  if (figure.axis.empty()) return chinese ? "合计" : "all";
  const auto axis = indicator.parts.find(figure.axis);
  if (axis == indicator.parts.end()) return figure.part;
  const auto part = axis->second.find(figure.part);
  if (part == axis->second.end()) return figure.part;
  return chinese ? part->second.zh : part->second.en;
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
  ask.axis = request.axis;
  ask.day = *request.day;
  ask.children = request.children;
  TRY_ASSIGN(const access::Scope scope, scope_of(app, request, "figure " + request.name, ask.area));
  TRY_ASSIGN(const auto session, app.reader());
  TRY_ASSIGN(const std::vector<figure::Figure> figures,
             figure::show(*session, *used.pack, scope, ask));
  TRY_ASSIGN(boost::json::object object, answer(app, request));
  Table table({{{"地区", "area"}},
               {{"分项", "part"}},
               {{"数值", "n"}, Table::Align::right},
               {{"分母", "d"}, Table::Align::right},
               {{"比率", "ratio"}, Table::Align::right},
               {{"所据之日", "as of"}},
               {{"编号", "figure"}, Table::Align::right}});
  for (const figure::Figure& figure : figures) {
    const bool is_ratio = !figure.d.empty();
    table.row({shown_area(used, figure.area, out.chinese()),
               part_name(*indicator, figure, out.chinese()), figure.n.empty() ? "-" : figure.n,
               is_ratio ? figure.d : "-", is_ratio ? shown_ratio(figure.n, figure.d) : "-",
               to_text(figure.day), std::to_string(figure.figure)});
    object["items"].as_array().push_back(shape(figure));
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
  print_standings(used, ask, standings, out);
  out.object(object);
  return Exit::good;
}

}  // namespace diaodu::app
