#include <fmt/format.h>

#include <algorithm>

#include "base/area_code.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"
#include "figure/cells.hpp"
#include "figure/shown.hpp"
#include "figure/sql.hpp"
#include "frame/sql_fill.hpp"

namespace diaodu::figure {
namespace {

constexpr Day kFirstDay{-62091};  // 1800-01-01
constexpr std::string_view kAfterAll = "\x7f";

Day day_from(const pack::Indicator& indicator, Day day) {
  return indicator.uses_changes ? day : kFirstDay;
}

}  // namespace

Figure figure_of(const store::Batch& rows, size_t row) {
  Figure figure;
  figure.figure = rows["figure"].int64(row);
  figure.indicator = rows["indicator"].text(row);
  figure.area = rows["area"].text(row);
  figure.axis = rows["axis"].text(row);
  figure.part = rows["part"].text(row);
  figure.day = rows["day"].day(row);
  figure.n = decimal_text(hundredths(rows["n"], row), kScale);
  if (!rows["d"].is_null(row)) figure.d = decimal_text(hundredths(rows["d"], row), kScale);
  figure.round_from = rows["round_from"].int64(row);
  return figure;
}

Error unknown_indicator(const pack::Pack& pack, const std::string& id) {
  std::vector<std::string> ids;
  for (const pack::Indicator& indicator : pack.indicators) ids.push_back(indicator.id);
  Words hint{"用 diaodu pack check 可看本规则包的指标",
             "the pack's folder `indicators` names them all"};
  if (const auto meant = did_you_mean(id, ids))
    hint = {fmt::format("您要找的是“{}”吗？", *meant), fmt::format("Did you mean \"{}\"?", *meant)};
  return Error{"figure.unknown_indicator",
               {fmt::format("规则包里没有指标“{}”", id),
                fmt::format("the pack has no indicator \"{}\"", id)},
               hint,
               {},
               {{"indicator", id}},
               Exit::usage};
}

Range children_of(const pack::Indicator& indicator, std::string_view area, std::string_view axis,
                  Day day) {
  Range range{indicator.id, std::string(axis),       std::string(area), range_end(area),
              day,          day_from(indicator, day)};
  range.level = static_cast<int32_t>(area.size() + (area.size() < 6 ? 2 : 3));
  if (area.empty()) range.area_to = kAfterAll;
  return range;
}

Range place_itself(const pack::Indicator& indicator, std::string_view area, std::string_view axis,
                   Day day) {
  Range range{indicator.id, std::string(axis),       std::string(area), std::string(area) + ' ',
              day,          day_from(indicator, day)};
  range.level = static_cast<int32_t>(area.size());
  return range;
}

Result<std::vector<Figure>> read_range(store::Session& session, const access::Scope& scope,
                                       const pack::Indicator& indicator, const Range& range) {
  const std::string sql = frame::fill(
      sql::asked_figures, {{"predicate", scope.predicate(indicator.register_id, "f.area")}});
  TRY_ASSIGN(const store::Batch rows, session.query(sql, {{"indicator", range.indicator},
                                                          {"axis", range.axis},
                                                          {"day", range.day},
                                                          {"day_from", range.day_from},
                                                          {"known", range.known},
                                                          {"area_from", range.area_from},
                                                          {"area_to", range.area_to},
                                                          {"level", range.level}}));
  std::vector<Figure> figures;
  for (size_t row = 0; row < rows.rows(); ++row) figures.push_back(figure_of(rows, row));
  return figures;
}

Result<std::vector<Figure>> show(store::Session& session, const pack::Pack& pack,
                                 const access::Scope& scope, const Ask& ask) {
  const pack::Indicator* indicator = pack.indicator(ask.indicator);
  if (!indicator) return unknown_indicator(pack, ask.indicator);
  return read_range(session, scope, *indicator,
                    ask.children ? children_of(*indicator, ask.area, ask.axis, ask.day)
                                 : place_itself(*indicator, ask.area, ask.axis, ask.day));
}

void add_silent(const pack::AreaIndex& areas, const pack::Indicator& indicator,
                const access::Scope& scope, const Ask& ask, std::vector<Figure>& figures) {
  for (const std::string_view child : areas.children(ask.area)) {
    const std::optional<Level> level = level_of(child);
    if (!level || *level > indicator.stored_to || !scope.covers(child)) continue;
    if (std::ranges::any_of(figures, [&](const Figure& figure) { return figure.area == child; }))
      continue;
    Figure none;
    none.indicator = indicator.id;
    none.area = child;
    none.axis = ask.axis;
    figures.push_back(std::move(none));
  }
  std::ranges::stable_sort(figures, {}, &Figure::area);
}

}  // namespace diaodu::figure
