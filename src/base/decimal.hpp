#pragma once
// Exact decimals: an int64 count of units of 10^-scale. Column types state the scale (money: 2).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace diaodu {

constexpr int64_t kPowersOfTen[] = {1,           10,           100,          1000,      10000,
                                    100000,      1000000,      10000000,     100000000, 1000000000,
                                    10000000000, 100000000000, 1000000000000};
// "-12.5" with scale 2 -> -1250. nullopt: not a plain decimal, more digits than the scale keeps
// (unless zeros), or out of range. No exponent, no separators: those are a cast's matter.
std::optional<int64_t> parse_decimal(std::string_view text, int scale);
std::string decimal_text(int64_t value, int scale);  // shortest exact: 350000, 2 -> "3500"
// n/d as a percentage cut or rounded to `places` decimals, exact integer arithmetic; d > 0.
std::string percent_text(int64_t n, int64_t d, int places, bool cut);

}  // namespace diaodu
