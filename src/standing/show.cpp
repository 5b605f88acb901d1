#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/area_code.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"
#include "frame/sql_fill.hpp"
#include "standing/score.hpp"
#include "standing/sql.hpp"
#include "standing/standing.hpp"

namespace diaodu::standing {
namespace {

std::string text_of(const store::Column& column, size_t row) {
  return column.is_null(row) ? std::string() : std::string(column.text(row));
}
std::string decimal_of(const store::Column& column, size_t row) {
  return column.is_null(row) ? std::string() : decimal_text(column.decimal(row), kScale);
}
std::optional<int> number_of(const store::Column& column, size_t row) {
  return column.is_null(row) ? std::nullopt : std::optional<int>(column.int32(row));
}

Error unknown_target(const pack::Pack& pack, const std::string& id) {
  std::vector<std::string> ids;
  for (const pack::Target& target : pack.targets) ids.push_back(target.id);
  Words hint{fmt::format("本规则包的目标有：{}", join(ids, "、")),
             fmt::format("the pack's targets: {}", join(ids, " "))};
  if (const auto meant = did_you_mean(id, ids))
    hint = {fmt::format("您要找的是“{}”吗？", *meant), fmt::format("Did you mean \"{}\"?", *meant)};
  return Error{
      "standing.unknown_target",
      {fmt::format("规则包里没有目标“{}”", id), fmt::format("the pack has no target \"{}\"", id)},
      hint,
      {},
      {{"target", id}},
      Exit::usage};
}

// By how much the shown value changed, "+3.2": of the two shown ones, as a reader would subtract
// them.
std::string delta_text(const std::string& now, const std::string& before, int places) {
  const auto a = parse_decimal(now, places), b = parse_decimal(before, places);
  if (!a || !b) return {};
  const int64_t change = *a - *b;
  std::string text = decimal_text(change < 0 ? -change : change, places);
  return (change > 0 ? "+" : change < 0 ? "-" : "") + text;
}

Standing standing_of(const Measure& measure, const store::Batch& rows, size_t i) {
  Standing one;
  one.target = rows["target"].text(i);
  one.parent = rows["parent"].text(i);
  one.area = rows["area"].text(i);
  one.name = text_of(rows["name"], i);
  one.day = rows["day"].day(i);
  one.state = rows["state"].text(i);
  one.children_expected = rows["children_expected"].int64(i);
  one.children_reported = rows["children_reported"].int64(i);
  one.n = decimal_of(rows["n"], i);
  one.d = decimal_of(rows["d"], i);
  one.shown = text_of(rows["shown"], i);
  one.goal = rows["goal"].text(i);
  one.met = !rows["met"].is_null(i) && rows["met"].boolean(i);
  one.missing_n = decimal_of(rows["missing_n"], i);
  one.place_no = number_of(rows["place_no"], i);
  one.tied = !rows["tied"].is_null(i) && rows["tied"].boolean(i);
  one.not_ranked = text_of(rows["not_ranked"], i);
  one.before_place_no = number_of(rows["before_place_no"], i);
  one.speed = text_of(rows["speed"], i);
  if (!rows["forecast_day"].is_null(i)) one.forecast_day = rows["forecast_day"].day(i);
  if (!rows["figure"].is_null(i)) one.figure = rows["figure"].int64(i);
  if (!rows["before_n"].is_null(i)) {
    Value before{rows["before_n"].decimal(i), std::nullopt};
    if (!rows["before_d"].is_null(i)) before.d = rows["before_d"].decimal(i);
    one.before_shown = shown_text(measure, before);
    one.delta = delta_text(one.shown, one.before_shown,
                           measure.is_ratio ? measure.target.shown_decimals : kScale);
  }
  return one;
}

// Those without a place, as they are listed below the others.
int reason_order(const Standing& one) {
  constexpr std::string_view kOrder[] = {"",          "switched_off", "small",
                                         "no_figure", "objected",     "returned",
                                         "silent",    "suspended",    "not_expected"};
  const auto at = std::find(std::begin(kOrder), std::end(kOrder), one.not_ranked);
  return static_cast<int>(at - std::begin(kOrder));
}

}  // namespace

Result<std::vector<Standing>> show(store::Session& session, const pack::Pack& pack,
                                   const access::Scope& scope, const Ask& ask) {
  const pack::Target* target = pack.target(ask.target);
  if (!target) return unknown_target(pack, ask.target);
  const pack::Indicator* indicator = pack.indicator(target->indicator);
  CHECK(indicator, "a target of an indicator the pack lacks");
  const Measure measure{*target, indicator->kind == pack::Kind::ratio, indicator->higher_is_better,
                        ask.day};
  const std::string sql =
      frame::fill(sql::shown_rows, {{"predicate", scope.predicate(target->register_id, "s.area")}});
  TRY_ASSIGN(const store::Batch rows,
             session.query(sql, {{"target", ask.target},
                                 {"day", ask.day},
                                 {"area_from", ask.area},
                                 {"area_to", range_end(ask.area)},
                                 {"level", static_cast<int32_t>(ask.level)}}));
  std::vector<Standing> all;
  for (size_t i = 0; i < rows.rows(); ++i) all.push_back(standing_of(measure, rows, i));
  std::sort(all.begin(), all.end(), [](const Standing& a, const Standing& b) {
    const auto order = [](const Standing& one) {
      return std::tuple(reason_order(one), one.met, one.place_no.value_or(0),
                        std::string_view(one.area));
    };
    return order(a) < order(b);
  });
  return all;
}

}  // namespace diaodu::standing
