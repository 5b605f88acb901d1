// whole (stored as a 64-bit integer) and decimal (exact, ColumnDef::scale digits after the point).
#include <algorithm>
#include <charconv>

#include "base/decimal.hpp"
#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {

// "３,５００元" -> "3500": separators in their places, a currency sign or unit at an end.
std::string_view bare_number(std::string_view text, std::string& scratch) {
  bool bare = true;
  for (char c : text) bare = bare && (is_digit(c) || c == '.' || c == '-');
  if (bare) return text;
  scratch = half_width(text);
  scratch = replace_all(std::move(scratch), "元", "");
  scratch = replace_all(std::move(scratch), "¥", "");
  scratch = replace_all(std::move(scratch), "￥", "");
  std::string_view trimmed = trim_ascii(scratch);
  if (trimmed.find(',') == std::string_view::npos) return trimmed;
  const size_t dot = std::min(trimmed.find('.'), trimmed.size());
  std::string joined;
  for (size_t i = 0; i < trimmed.size(); ++i) {
    if (trimmed[i] != ',')
      joined += trimmed[i];
    else if (i >= dot || (dot - i) % 4 != 0 || i == 0)
      return trimmed;  // not where thousands end
  }
  scratch = joined;
  return scratch;
}

// "3.5E+3" -> "3500"; text unchanged if it holds no exponent or a silly one.
std::string without_exponent(std::string_view text) {
  const size_t e = text.find_first_of("eE");
  int power = 0;
  if (e == std::string_view::npos) return std::string(text);
  const size_t start = e + 1 < text.size() && text[e + 1] == '+' ? e + 2 : e + 1;
  const auto read = std::from_chars(text.data() + start, text.data() + text.size(), power);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || power > 18 || power < -18)
    return std::string(text);
  std::string digits(text.substr(0, e));
  const bool negative = digits.starts_with('-');
  if (negative) digits.erase(0, 1);
  size_t dot = digits.find('.');
  if (dot == std::string::npos)
    dot = digits.size();
  else
    digits.erase(dot, 1);
  int point = static_cast<int>(dot) + power;
  if (point < 1) digits.insert(0, static_cast<size_t>(1 - point), '0'), point = 1;
  const auto at = static_cast<size_t>(point);
  if (digits.size() < at) digits.append(at - digits.size(), '0');
  if (digits.size() > at) digits.insert(at, 1, '.');
  return (negative ? "-" : "") + digits;
}

// 3500.0000000001: what a binary number of a workbook leaves behind, not what a person wrote.
std::optional<int64_t> without_noise(std::string_view text, int scale) {
  const size_t dot = text.find('.');
  if (dot == std::string_view::npos || text.size() - dot - 1 < 9) return std::nullopt;
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc()) return std::nullopt;
  char digits[400];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, scale);
  return parse_decimal({digits, static_cast<size_t>(end.ptr - digits)}, scale);
}

bool looks_numeric(std::string_view text) {
  size_t digits = 0, dots = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i]))
      ++digits;
    else if (text[i] == '.')
      ++dots;
    else if (text[i] != '-' || i != 0)
      return false;
  }
  return digits > 0 && dots < 2;
}

struct Parsed {
  std::optional<int64_t> value;
  std::string_view why;
};
Parsed parse_number(std::string_view text, bool numeric, int scale) {
  if (const auto value = parse_decimal(text, scale)) return {value, {}};
  std::string scratch;
  std::string tidy(bare_number(text, scratch));
  tidy = without_exponent(tidy);
  if (const auto value = parse_decimal(tidy, scale)) return {value, {}};
  if (numeric)
    if (const auto value = without_noise(tidy, scale)) return {value, {}};
  if (!looks_numeric(tidy)) return {{}, "not_a_number"};
  const size_t dot = tidy.find('.');
  if (std::min(dot, tidy.size()) > 18u - static_cast<unsigned>(scale)) return {{}, "too_large"};
  return {{}, scale == 0 ? "not_whole" : "too_precise"};
}

// "3.5万" -> "35000", as a suggestion only.
std::string ten_thousands(std::string_view text) {
  constexpr std::string_view kWan = "万";
  const size_t at = text.find(kWan);
  if (at == std::string_view::npos) return {};
  std::string scratch;
  const auto value = parse_decimal(trim_ascii(plain(text.substr(0, at), scratch)), 4);
  return value ? decimal_text(*value, 0) : std::string();
}

class NumberType : public ColumnType {
 public:
  explicit NumberType(bool whole) : whole_(whole) {}
  std::string_view name() const override { return whole_ ? "whole" : "decimal"; }
  store::Type stored() const override { return whole_ ? store::Type::int64 : store::Type::decimal; }
  std::optional<CastFailure> cast(std::string_view text, bool numeric, const ColumnDef& column,
                                  const CastContext&, store::Column& out) const override {
    const Parsed parsed = parse_number(text, numeric, whole_ ? 0 : column.scale);
    if (!parsed.value) return fail(out, parsed.why, ten_thousands(text));
    out.add(*parsed.value);
    return std::nullopt;
  }
  std::string mask(std::string_view) const override { return "*"; }

 private:
  bool whole_;
};

}  // namespace

const ColumnType& whole_type() {
  static const NumberType kType(true);
  return kType;
}
const ColumnType& decimal_type() {
  static const NumberType kType(false);
  return kType;
}

}  // namespace diaodu::pack
