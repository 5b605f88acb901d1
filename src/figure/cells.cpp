#include "figure/cells.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/decimal.hpp"

namespace diaodu::figure {
namespace {

constexpr char kSeparator = '\x1f';

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string cell_key(std::string_view area, std::string_view axis, std::string_view part) {
  std::string key;
  key.reserve(area.size() + axis.size() + part.size() + 2);
  key.append(area).push_back(kSeparator);
  key.append(axis).push_back(kSeparator);
  key.append(part);
  return key;
}

KeyParts split_key(std::string_view key) {
  const size_t first = key.find(kSeparator);
  const size_t second = key.find(kSeparator, first + 1);
  return {key.substr(0, first), key.substr(first + 1, second - first - 1), key.substr(second + 1)};
}

std::string county_of(std::string_view area) {
  if (area.empty()) return std::string(kUnknownArea);
  if (!is_digits(area)) return std::string(area);
  std::string county(area.substr(0, 6));
  county.resize(6, '0');
  return county;
}

std::string_view stored_area(std::string_view county, Level stored_to) {
  if (!is_digits(county)) return stored_to == Level::nation ? std::string_view() : county;
  return county.substr(0, std::min(county.size(), static_cast<size_t>(stored_to)));
}

std::string_view above(std::string_view area) {
  if (!is_digits(area) || area.size() <= 2) return {};
  return area.substr(0, area.size() <= 6 ? area.size() - 2 : 6);
}

bool has_above(std::string_view area) { return !area.empty(); }

bool is_stored_level(std::string_view area, Level stored_to) {
  if (stored_to == Level::nation) return area.empty();
  return !area.empty() && (!is_digits(area) || area.size() == static_cast<size_t>(stored_to));
}

void for_each_above(std::string_view area, const std::function<void(std::string_view)>& each) {
  while (has_above(area)) each(area = above(area));
}

bool is_numeric(const store::Column& column) {
  return column.type() == store::Type::int32 || column.type() == store::Type::int64 ||
         column.type() == store::Type::decimal;
}

int64_t hundredths(const store::Column& column, size_t row) {
  if (column.type() != store::Type::decimal) return column.int64(row) * kPowersOfTen[kScale];
  const int64_t value = column.decimal(row);
  if (column.scale() <= kScale) return value * kPowersOfTen[kScale - column.scale()];
  const int64_t unit = kPowersOfTen[column.scale() - kScale];
  const int64_t rest = value % unit;
  const int64_t up = 2 * (rest < 0 ? -rest : rest) >= unit ? (value < 0 ? -1 : 1) : 0;
  return value / unit + up;
}

}  // namespace diaodu::figure
