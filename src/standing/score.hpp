#pragma once
// Pure arithmetic of a standing: shown value, met, gap, place, speed, forecast. Exact integers
// throughout.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "pack/pack.hpp"

namespace diaodu::standing {

constexpr int kScale = 2;  // of n and d: hundredths

struct Value {
  int64_t n = 0;
  std::optional<int64_t> d;
  bool operator==(const Value&) const = default;
};

// One row of table standing; without its ids.
struct Row {
  std::string parent, area, state;
  int64_t children_expected = 0, children_reported = 0;
  std::optional<Value> value, before;
  std::string shown;  // empty: no value
  std::optional<bool> met;
  std::optional<int64_t> missing_n;
  std::optional<int> place_no, before_place_no;
  bool tied = false;
  std::string not_ranked;  // empty: ranked
  std::string speed;       // empty: none
  std::optional<Day> forecast_day;
  int64_t figure = 0;  // 0: none
  bool operator==(const Row&) const = default;
};
// What the speed is measured from.
struct Base {
  Value value;
  Day day;
};

struct Measure {
  const pack::Target& target;
  bool is_ratio, higher_is_better;
  Day day;
};

std::string shown_text(const Measure& measure,
                       const Value& value);  // "" if a ratio has no denominator
// Sets shown, met, missing_n, speed, forecast_day of a row that has a value.
void score(const Measure& measure, const std::optional<Base>& base, Row& row);
// Gives places among rows with the same parent: those whose not_ranked is empty. 1, 1, 3 on the
// shown value.
void give_places(const Measure& measure, std::vector<Row*>& rows);

bool is_switched_on(const pack::Target& target, Level parent_level, Day day);

}  // namespace diaodu::standing
