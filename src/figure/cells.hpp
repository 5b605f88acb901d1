#pragma once
// Values of an indicator in memory: (area, axis, part) -> n, d. Areas here are codes of the level
// the indicator is stored to, and above it the places they roll up to.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/area_code.hpp"
#include "base/day.hpp"
#include "store/batch.hpp"

namespace diaodu::figure {

constexpr int kScale = 2;                      // of figure.n and figure.d
constexpr std::string_view kNoPart = "_none";  // a part the query left null: 未填
constexpr std::string_view kUnknownArea = "unknown";

struct Cell {
  int64_t n = 0, d = 0;  // units of 0.01
  bool has_d = false;    // a ratio; false: d stays null
  bool operator==(const Cell&) const = default;
  void add(const Cell& other, int64_t times = 1) {
    n += times * other.n;
    d += times * other.d;
    has_d = has_d || other.has_d;
  }
};

// "area \x1f axis \x1f part": one text, so that a map of 100,000 of them is quick.
std::string cell_key(std::string_view area, std::string_view axis, std::string_view part);
struct KeyParts {
  std::string_view area, axis, part;
};
KeyParts split_key(std::string_view key);
using Cells = std::unordered_map<std::string, Cell>;

// The county of a code as found in data: cut to six digits; a shorter one is padded with zeros
// (GB/T 2260 writes "somewhere in the province" so); letters ("abroad") stay; nothing is "unknown".
std::string county_of(std::string_view area);
// The place a county's value is stored under, and the place above it; letters stand right below the
// nation.
std::string_view stored_area(std::string_view county, Level stored_to);
std::string_view above(std::string_view area);
bool has_above(std::string_view area);
bool is_stored_level(std::string_view area, Level stored_to);

// Calls `each` for every place above `area`, the nation last.
void for_each_above(std::string_view area, const std::function<void(std::string_view)>& each);

// A number of a query's result in units of 0.01, rounded half away from zero; the column must be
// numeric.
bool is_numeric(const store::Column& column);
int64_t hundredths(const store::Column& column, size_t row);

}  // namespace diaodu::figure
