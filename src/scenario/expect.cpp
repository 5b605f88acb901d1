#include <cmath>

#include "base/decimal.hpp"
#include "scenario/scenario.hpp"
#include "scenario/settings.hpp"

namespace diaodu::scenario {
namespace {

int places_of(const std::string& value) {
  const size_t dot = value.find('.');
  return dot == std::string::npos ? 0 : static_cast<int>(value.size() - dot - 1);
}

// value / unit at `places` decimals, cut or rounded; value in ones.
std::string in_units(int64_t value, int64_t unit, int places, bool cut) {
  return percent_text(value, unit * 100, places, cut);  // n * 100 / (unit * 100)
}

std::optional<int64_t> whole(const std::string& text) {
  const auto parsed = parse_decimal(text, 2);
  if (!parsed || *parsed % 100 != 0) return std::nullopt;
  return *parsed / 100;
}

}  // namespace

Result<std::vector<Expectation>> expectations(const pack::Pack& pack, const std::string& scenario) {
  std::vector<Expectation> all;
  const pack::ScenarioDef* def = pack.scenario(scenario);
  if (def == nullptr) {
    Error error;
    error.code = "scenario.unknown";
    error.message = {"业务规则包里没有推演“" + scenario + "”。",
                     "The pack has no scenario \"" + scenario + "\"."};
    error.exit = Exit::usage;
    return error;
  }
  for (const auto& row : Settings(*def).table("expect")) {
    Expectation one;
    one.id = cell(row, "id"), one.indicator = cell(row, "indicator"), one.area = cell(row, "area");
    one.axis = cell(row, "axis"), one.part = cell(row, "part"), one.of = cell(row, "of");
    one.value = cell(row, "value"), one.unit = cell(row, "unit"), one.cut = cell(row, "cut");
    one.exact = cell(row, "exact"), one.base = cell(row, "base"), one.source = cell(row, "source");
    const auto day = parse_day(cell(row, "day"));
    if (!day || pack.indicator(one.indicator) == nullptr) {
      Error error;
      error.code = "scenario.bad_expectation";
      error.place = to_text(def->place);
      error.message = {"推演的公布数 " + one.id + " 的日期或指标不对。",
                       "Expectation " + one.id + ": its day or indicator is wrong."};
      error.exit = Exit::found_something;
      return error;
    }
    one.day = *day;
    if (cell(row, "sum_of_days") == "true") one.from_day = parse_day(cell(row, "from_day"));
    all.push_back(std::move(one));
  }
  return all;
}

Outcome compare(const Expectation& expectation, const std::string& n, const std::string& d,
                double scale) {
  Outcome outcome;
  const bool cut = expectation.cut == "truncate";
  const int places = places_of(expectation.value);
  const auto count = whole(n);
  outcome.expected = expectation.value;
  if (!count) return outcome;
  if (expectation.of == "percent" || expectation.of == "percent_of_base") {
    auto base = expectation.of == "percent" ? whole(d) : whole(expectation.base);
    if (base && expectation.of == "percent_of_base")
      base = std::llround(static_cast<double>(*base) * scale);
    if (!base || *base <= 0) return outcome;
    outcome.found = percent_text(*count, *base, places, cut);
  } else if (scale == 1) {
    outcome.found = in_units(*count, whole(expectation.unit).value_or(1), places, cut);
  } else {  // a published value has no precision of its own at a smaller scale: the replay's exact
            // one, scaled
    const auto exact = whole(expectation.exact);
    if (!exact) return outcome;
    outcome.expected = std::to_string(std::llround(static_cast<double>(*exact) * scale));
    outcome.found = std::to_string(*count);
  }
  outcome.equal = outcome.found == outcome.expected;
  return outcome;
}

}  // namespace diaodu::scenario
