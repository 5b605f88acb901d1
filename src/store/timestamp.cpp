#include "store/timestamp.hpp"

#include <fmt/format.h>

#include "base/day.hpp"

namespace diaodu::store {
namespace {

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kDay = 86'400 * kSecond;

// Two digits at `at`, or -1.
int64_t two_digits(std::string_view text, size_t at) {
  if (at + 2 > text.size()) return -1;
  const int tens = text[at] - '0';
  const int ones = text[at + 1] - '0';
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return -1;
  return tens * 10 + ones;
}

}  // namespace

std::string timestamp_text(int64_t micros, bool with_zone) {
  int64_t days = micros / kDay;
  int64_t rest = micros % kDay;
  if (rest < 0) rest += kDay, --days;
  const int64_t seconds = rest / kSecond;
  std::string text = fmt::format("{} {:02}:{:02}:{:02}", to_text(Day{static_cast<int32_t>(days)}),
                                 seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (const int64_t part = rest % kSecond; part != 0) {
    text += fmt::format(".{:06}", part);
    while (text.back() == '0') text.pop_back();
  }
  if (with_zone) text += "+00";
  return text;
}

std::optional<int64_t> parse_timestamp(std::string_view text) {
  if (text.ends_with("+00")) text.remove_suffix(3);
  if (text.size() < 19 || (text[10] != ' ' && text[10] != 'T')) return std::nullopt;
  const std::optional<Day> day = parse_day(text.substr(0, 10));
  const int64_t hour = two_digits(text, 11);
  const int64_t minute = two_digits(text, 14);
  const int64_t second = two_digits(text, 17);
  if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return std::nullopt;
  if (text[13] != ':' || text[16] != ':') return std::nullopt;
  int64_t part = 0;
  if (text.size() > 19) {
    if (text[19] != '.' || text.size() == 20 || text.size() > 26) return std::nullopt;
    int64_t unit = kSecond;
    for (const char c : text.substr(20)) {
      if (c < '0' || c > '9') return std::nullopt;
      unit /= 10;
      part += unit * (c - '0');
    }
  }
  return day->since_epoch * kDay + ((hour * 60 + minute) * 60 + second) * kSecond + part;
}

}  // namespace diaodu::store
