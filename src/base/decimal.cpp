#include "base/decimal.hpp"

#include <cstdlib>

#include "base/check.hpp"

namespace diaodu {

std::optional<int64_t> parse_decimal(std::string_view text, int scale) {
  CHECK(scale >= 0 && scale <= 12, "scale out of range");
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int64_t value = 0;
  int digits = 0, places = -1;
  for (char c : text) {
    if (c == '.') {
      if (places >= 0) return std::nullopt;
      places = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    ++digits;
    if (places >= scale) {
      if (c != '0') return std::nullopt;
      continue;
    }
    if (places >= 0) ++places;
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, c - '0', &value))
      return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  const int missing = scale - (places > 0 ? places : 0);
  if (__builtin_mul_overflow(value, kPowersOfTen[missing], &value)) return std::nullopt;
  return negative ? -value : value;
}

std::string decimal_text(int64_t value, int scale) {
  CHECK(scale >= 0 && scale <= 12, "scale out of range");
  const bool negative = value < 0;
  const uint64_t magnitude =
      negative ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  const auto power = static_cast<uint64_t>(kPowersOfTen[scale]);
  std::string text = std::to_string(magnitude / power);
  if (uint64_t rest = magnitude % power; rest != 0) {
    std::string fraction = std::to_string(rest);
    fraction.insert(0, static_cast<size_t>(scale) - fraction.size(), '0');
    while (fraction.back() == '0') fraction.pop_back();
    text += "." + fraction;
  }
  return negative ? "-" + text : text;
}

std::string percent_text(int64_t n, int64_t d, int places, bool cut) {
  CHECK(d > 0 && places >= 0 && places <= 6, "percent_text: d > 0, places 0..6");
  const __int128 scaled = static_cast<__int128>(n) * 100 * kPowersOfTen[places];
  __int128 quotient = scaled / d;
  const __int128 rest = scaled % d;
  if (!cut && 2 * (rest < 0 ? -rest : rest) >= d) quotient += n < 0 ? -1 : 1;
  std::string text = decimal_text(static_cast<int64_t>(quotient), places);
  if (places > 0) {
    size_t dot = text.find('.');
    if (dot == std::string::npos) dot = text.size(), text += '.';
    text.append(static_cast<size_t>(places) - (text.size() - dot - 1), '0');
  }
  return text;
}

}  // namespace diaodu
