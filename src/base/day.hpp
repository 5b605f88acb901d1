#pragma once
// A calendar day, proleptic Gregorian, without time zone. The pack states the UTC offset by which a
// moment becomes a day; that happens once, at the journal.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace diaodu {

struct Day {
  int32_t since_epoch = 0;  // days since 1970-01-01
  auto operator<=>(const Day&) const = default;
  Day operator+(int days) const { return Day{since_epoch + days}; }
  Day operator-(int days) const { return Day{since_epoch - days}; }
  int operator-(Day other) const { return since_epoch - other.since_epoch; }
};

struct CivilDay {
  int year;
  unsigned month;  // 1..12
  unsigned day;    // 1..31
};

std::optional<Day> make_day(int year, unsigned month, unsigned day);  // nullopt: no such day
CivilDay civil(Day day);
// "YYYY-MM-DD" only, years 1800..2200.
std::optional<Day> parse_day(std::string_view text);
std::string to_text(Day day);

}  // namespace diaodu
