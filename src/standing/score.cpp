#include "standing/score.hpp"

#include <algorithm>

#include "base/decimal.hpp"

namespace diaodu::standing {
namespace {

using Wide = __int128;
constexpr int kGoalScale = 6;
constexpr int64_t kMillion = 1'000'000;
constexpr int64_t kForecastDaysMax = 3650;

Wide floor_div(Wide a, Wide b) {  // b > 0
  const Wide quotient = a / b;
  return a % b != 0 && a < 0 ? quotient - 1 : quotient;
}
Wide ceil_div(Wide a, Wide b) { return -floor_div(-a, b); }

int64_t round_div(Wide a, Wide b) {  // half away from zero; b > 0
  const Wide magnitude = a < 0 ? -a : a;
  const Wide quotient = (2 * magnitude + b) / (2 * b);
  return static_cast<int64_t>(a < 0 ? -quotient : quotient);
}

int64_t goal_of(const pack::Target& target) {  // millionths
  return parse_decimal(target.goal, kGoalScale).value_or(0);
}

bool has_value(const Measure& measure, const Value& value) {
  return !measure.is_ratio || (value.d && *value.d > 0);
}

// What the goal is a share of, in hundredths; of a sum: one unit.
int64_t whole_of(const Measure& measure, const Value& value) {
  return measure.is_ratio ? *value.d : kPowersOfTen[kScale];
}

// In millionths of a percentage point, or of a unit.
int64_t millionths(const Measure& measure, const Value& value) {
  if (!measure.is_ratio) return value.n * (kMillion / kPowersOfTen[kScale]);
  return static_cast<int64_t>(floor_div(Wide{value.n} * 100 * kMillion, *value.d));
}

bool is_met(const Measure& measure, const Value& value) {
  const Wide reached = Wide{value.n} * kMillion;
  const Wide wanted = Wide{goal_of(measure.target)} * whole_of(measure, value);
  switch (measure.target.compare) {
    case pack::Compare::at_least:
    case pack::Compare::not_less_than: return reached >= wanted;
    case pack::Compare::at_most: return reached <= wanted;
    case pack::Compare::exceeds: return reached > wanted;
  }
  return false;
}

// How many more (at_most: how many too many) until the goal is met; whole records where n counts
// records.
int64_t missing_of(const Measure& measure, const Value& value) {
  if (is_met(measure, value)) return 0;
  const int64_t unit = value.n % kPowersOfTen[kScale] == 0 ? kPowersOfTen[kScale] : 1;
  const Wide wanted = Wide{goal_of(measure.target)} * whole_of(measure, value);
  const Wide step = Wide{kMillion} * unit;
  Wide needed = 0;
  switch (measure.target.compare) {
    case pack::Compare::at_least:
    case pack::Compare::not_less_than: needed = ceil_div(wanted, step); break;
    case pack::Compare::exceeds: needed = floor_div(wanted, step) + 1; break;
    case pack::Compare::at_most: needed = floor_div(wanted, step); break;
  }
  const Wide gap = needed * unit - value.n;
  return static_cast<int64_t>(gap < 0 ? -gap : gap);
}

void set_speed(const Measure& measure, const Base& base, Row& row) {
  if (!has_value(measure, base.value) || base.day >= measure.day) return;
  const int64_t days = measure.day - base.day;
  const int64_t now = millionths(measure, *row.value);
  const int64_t gained = now - millionths(measure, base.value);
  row.speed = decimal_text(round_div(gained, Wide{days} * 10'000), 2);
  if (row.met.value_or(false)) return;
  const int64_t goal = goal_of(measure.target) * (measure.is_ratio ? 100 : 1);
  int64_t left = goal - now, toward = gained;
  if (measure.target.compare == pack::Compare::at_most) left = -left, toward = -toward;
  if (measure.target.compare == pack::Compare::exceeds) ++left;
  if (toward <= 0) return;
  const Wide needed = std::max<Wide>(1, ceil_div(Wide{left} * days, toward));
  if (needed <= kForecastDaysMax) row.forecast_day = measure.day + static_cast<int>(needed);
}

int64_t shown_value(const Measure& measure, const Row& row) {
  return parse_decimal(row.shown, measure.is_ratio ? measure.target.shown_decimals : kScale)
      .value_or(0);
}

}  // namespace

std::string shown_text(const Measure& measure, const Value& value) {
  if (!measure.is_ratio) return decimal_text(value.n, kScale);
  if (!has_value(measure, value)) return {};
  return percent_text(value.n, *value.d, measure.target.shown_decimals, false);
}

void score(const Measure& measure, const std::optional<Base>& base, Row& row) {
  if (!row.value || !has_value(measure, *row.value)) return;
  row.shown = shown_text(measure, *row.value);
  row.met = is_met(measure, *row.value);
  row.missing_n = missing_of(measure, *row.value);
  if (base) set_speed(measure, *base, row);
}

void give_places(const Measure& measure, std::vector<Row*>& rows) {
  std::vector<std::pair<int64_t, Row*>> ranked;
  for (Row* row : rows)
    if (row->not_ranked.empty()) ranked.emplace_back(shown_value(measure, *row), row);
  std::stable_sort(ranked.begin(), ranked.end(), [&](const auto& a, const auto& b) {
    return measure.higher_is_better ? a.first > b.first : a.first < b.first;
  });
  for (size_t i = 0; i < ranked.size(); ++i) {
    const bool as_before = i > 0 && ranked[i].first == ranked[i - 1].first;
    Row& row = *ranked[i].second;
    row.place_no = as_before ? *ranked[i - 1].second->place_no : static_cast<int>(i) + 1;
    if (as_before) row.tied = ranked[i - 1].second->tied = true;
  }
}

bool is_switched_on(const pack::Target& target, Level parent_level, Day day) {
  for (const pack::RankLevel& rank : target.rank)
    if (rank.level == parent_level) return rank.on && (!rank.end || day <= *rank.end);
  return false;
}

}  // namespace diaodu::standing
