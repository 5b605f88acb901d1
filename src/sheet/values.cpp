#include "sheet/values.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/day.hpp"
#include "base/text.hpp"
#include "sheet/encoding.hpp"

namespace diaodu::sheet {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Appends the character an entity stands for; false: unknown.
bool append_entity(std::string_view name, std::string& out) {
  if (name == "lt")
    out += '<';
  else if (name == "gt")
    out += '>';
  else if (name == "amp")
    out += '&';
  else if (name == "quot")
    out += '"';
  else if (name == "apos")
    out += '\'';
  else if (name.starts_with('#')) {
    const bool hex = name.starts_with("#x");
    name.remove_prefix(hex ? 2 : 1);
    uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
    if (error != std::errc() || end != name.data() + name.size() || code == 0 || code > 0x10FFFF ||
        (code >= 0xD800 && code < 0xE000) || (code < 0x20 && code != 9 && code != 10 && code != 13))
      return false;
    append_utf8(out, code);
  } else {
    return false;
  }
  return true;
}

// "_x000D_" at `at`: its code unit.
std::optional<uint32_t> escape_at(std::string_view text, size_t at) {
  if (text.size() - at < 7 || text[at + 1] != 'x' || text[at + 6] != '_') return std::nullopt;
  uint32_t code = 0;
  const auto [end, error] = std::from_chars(text.data() + at + 2, text.data() + at + 6, code, 16);
  if (error != std::errc() || end != text.data() + at + 6) return std::nullopt;
  return code;
}

std::string_view unescape(std::string_view text, Arena& arena) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const std::optional<uint32_t> code = text[at] == '_' ? escape_at(text, at) : std::nullopt;
    if (!code) {
      out += text[at++];
      continue;
    }
    at += 7;
    char32_t c = *code;
    if (c >= 0xD800 && c < 0xDC00 && at < text.size() && text[at] == '_') {
      const std::optional<uint32_t> low = escape_at(text, at);
      if (low && *low >= 0xDC00 && *low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (*low - 0xDC00);
        at += 7;
      }
    }
    append_utf8(out, c == 0 || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c);
  }
  return arena.keep(out);
}

bool is_plain_integer(std::string_view raw) {
  if (raw.starts_with('-')) raw.remove_prefix(1);
  return !raw.empty() && std::all_of(raw.begin(), raw.end(), is_digit);
}

struct NumberForm {
  bool valid = false, exponent = false;
};

NumberForm number_form(std::string_view raw) {
  size_t at = raw.starts_with('-') || raw.starts_with('+') ? 1 : 0;
  size_t digits = 0;
  for (; at < raw.size() && is_digit(raw[at]); ++at) ++digits;
  if (at < raw.size() && raw[at] == '.')
    for (++at; at < raw.size() && is_digit(raw[at]); ++at) ++digits;
  if (digits == 0) return {};
  if (at == raw.size()) return {true, false};
  if (raw[at] != 'E' && raw[at] != 'e') return {};
  ++at;
  if (at < raw.size() && (raw[at] == '-' || raw[at] == '+')) ++at;
  const size_t from = at;
  while (at < raw.size() && is_digit(raw[at])) ++at;
  return {at == raw.size() && at > from, true};
}

void put2(char* at, int64_t n) {
  at[0] = static_cast<char>('0' + n / 10);
  at[1] = static_cast<char>('0' + n % 10);
}

std::string_view clock_text(int64_t seconds, char* at) {
  put2(at, seconds / 3600);
  put2(at + 3, seconds / 60 % 60);
  put2(at + 6, seconds % 60);
  at[2] = at[5] = ':';
  return {at, 8};
}

// Days since 1970 of a whole serial number. The 1900 system believes in 1900-02-29 (serial 60).
std::optional<Day> serial_day(int64_t serial, bool date1904) {
  constexpr int64_t kLast = 2'958'465;  // 9999-12-31
  if (serial < (date1904 ? 0 : 1) || serial > kLast - (date1904 ? 1462 : 0)) return std::nullopt;
  const int64_t base = date1904 ? -24'107 : serial < 60 ? -25'568 : -25'569;
  return Day{static_cast<int32_t>(serial + base)};
}

std::optional<Cell> day_cell(double value, DateForm form, bool date1904, Arena& arena) {
  if (!(value >= 0 && value < 3e6)) return std::nullopt;
  double whole = std::floor(value);
  auto seconds = static_cast<int64_t>(std::llround((value - whole) * 86400));
  if (seconds == 86400) {
    seconds = 0;
    whole += 1;
  }
  const auto serial = static_cast<int64_t>(whole);
  char* at = arena.take(19);
  if (form == DateForm::time && serial == 0)
    return Cell{CellKind::text, false, clock_text(seconds, at)};
  if (serial == 60 && !date1904) {
    std::memcpy(at, "1900-02-29", 10);
  } else {
    const std::optional<Day> day = serial_day(serial, date1904);
    if (!day) return std::nullopt;
    const CivilDay date = civil(*day);
    put2(at, date.year / 100);
    put2(at + 2, date.year % 100);
    put2(at + 5, date.month);
    put2(at + 8, date.day);
    at[4] = at[7] = '-';
  }
  if (seconds == 0) return Cell{CellKind::day, false, {at, 10}};
  at[10] = ' ';
  clock_text(seconds, at + 11);
  return Cell{CellKind::day, false, {at, 19}};
}

// A value that cannot be what its cell says it is: its text is shown, and marked.
Cell bad_value(std::string_view raw, Arena& arena) {
  Cell cell = text_cell(raw, 1024, arena);
  cell.damaged = cell.kind != CellKind::empty;
  return cell;
}

}  // namespace

std::optional<std::string_view> xml_text(std::string_view raw, Arena& arena) {
  const bool plain =
      std::none_of(raw.begin(), raw.end(), [](char c) { return c == '&' || c == '\r'; });
  if (plain) return raw;
  std::string out;
  out.reserve(raw.size());
  for (size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] == '\r') {
      if (at + 1 == raw.size() || raw[at + 1] != '\n') out += '\n';
    } else if (raw[at] != '&') {
      out += raw[at];
    } else {
      const size_t end = raw.find(';', at);
      if (end == std::string_view::npos || !append_entity(raw.substr(at + 1, end - at - 1), out))
        return std::nullopt;
      at = end;
    }
  }
  return arena.keep(out);
}

Cell text_cell(std::string_view text, uint32_t bytes_max, Arena& arena) {
  if (text.find("_x") != std::string_view::npos) text = unescape(text, arena);
  bool damaged = false;
  if (!is_clean_utf8(text)) {
    damaged = true;
    text = arena.keep(repair_utf8(text));
  }
  if (text.size() > bytes_max) {
    damaged = true;
    text = text.substr(0, whole_characters(text.substr(0, bytes_max)));
  }
  return {text.empty() ? CellKind::empty : CellKind::text, damaged, text};
}

Cell number_cell(std::string_view raw, DateForm form, bool date1904, Arena& arena) {
  const bool plain = is_plain_integer(raw);
  if (plain && form == DateForm::none && raw.size() <= 400) return {CellKind::number, false, raw};
  raw = trim_ascii(raw);
  if (raw.empty()) return {};
  const NumberForm shape = number_form(raw);
  if (!shape.valid || raw.size() > 400) return bad_value(raw, arena);
  if (raw.starts_with('+')) raw.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (error != std::errc()) return {CellKind::number, false, raw};  // 1E+999
  if (form != DateForm::none)
    if (const std::optional<Cell> day = day_cell(value, form, date1904, arena)) return *day;
  // An id that became 1.2221E+17 must be seen to have lost its end.
  if (shape.exponent || is_plain_integer(raw) || std::abs(value) >= 1e17)
    return {CellKind::number, false, raw};
  char text[64];
  const auto written = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed);
  if (written.ec != std::errc()) return {CellKind::number, false, raw};
  std::string_view shortest(text, static_cast<size_t>(written.ptr - text));
  if (shortest == "-0") shortest = "0";
  return {CellKind::number, false, arena.keep(shortest)};
}

Cell iso_day_cell(std::string_view raw, Arena& arena) {
  raw = trim_ascii(raw);
  if (raw.empty()) return {};
  const bool dated = raw.size() >= 10 && parse_day(raw.substr(0, 10)).has_value();
  if (!dated || !is_clean_utf8(raw)) return bad_value(raw, arena);
  std::string_view clock = raw.substr(10);
  if (clock.starts_with('T')) clock.remove_prefix(1);
  if (clock.ends_with('Z')) clock.remove_suffix(1);
  clock = clock.substr(0, 8);
  if (clock.empty() || clock == "00:00:00" || clock == "00:00")
    return {CellKind::day, false, raw.substr(0, 10)};
  return {CellKind::day, false,
          arena.keep(std::string(raw.substr(0, 10)) + ' ' + std::string(clock))};
}

std::optional<CellRef> parse_ref(std::string_view text) {
  uint64_t column = 0, row_no = 0;
  size_t at = 0;
  for (; at < text.size() && at < 4; ++at) {
    const char c = static_cast<char>(text[at] & ~0x20);
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<uint64_t>(c - 'A' + 1);
  }
  const size_t from = at;
  for (; at < text.size() && at < from + 9 && is_digit(text[at]); ++at)
    row_no = row_no * 10 + static_cast<uint64_t>(text[at] - '0');
  if (column == 0 || from == 0 || at == from || at != text.size()) return std::nullopt;
  return CellRef{static_cast<uint32_t>(column - 1), static_cast<uint32_t>(row_no)};
}

}  // namespace diaodu::sheet
