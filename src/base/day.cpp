#include "base/day.hpp"

#include <chrono>
#include <cstdio>

namespace diaodu {
namespace chrono = std::chrono;

std::optional<Day> make_day(int year, unsigned month, unsigned day) {
  if (year < 1800 || year > 2200) return std::nullopt;
  const chrono::year_month_day ymd{chrono::year{year}, chrono::month{month}, chrono::day{day}};
  if (!ymd.ok()) return std::nullopt;
  return Day{static_cast<int32_t>(chrono::sys_days{ymd}.time_since_epoch().count())};
}

CivilDay civil(Day day) {
  const chrono::year_month_day ymd{chrono::sys_days{chrono::days{day.since_epoch}}};
  return {static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
          static_cast<unsigned>(ymd.day())};
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int digits[8];
  int at = 0;
  for (size_t i = 0; i < 10; ++i) {
    if (i == 4 || i == 7) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    digits[at++] = text[i] - '0';
  }
  const int year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
  return make_day(year, static_cast<unsigned>(digits[4] * 10 + digits[5]),
                  static_cast<unsigned>(digits[6] * 10 + digits[7]));
}

std::string to_text(Day day) {
  const CivilDay parts = civil(day);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", parts.year, parts.month, parts.day);
  return text;
}
}  // namespace diaodu
