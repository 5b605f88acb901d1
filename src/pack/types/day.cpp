// day (to the day, never less) and month (stored as its first day). Forms met in offices:
// 2020-03-01, 2020/3/1, 2020.3.1, 2020年3月1日, 20200301; 2020.7, 2020年7月, 202007.
#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {

struct Parts {
  int numbers[3] = {0, 0, 0};
  int count = 0;
  size_t first_digits = 0;
};

// The length of a separator at the start of `text`: - / . 年 月 日 号; 0: none.
size_t separator(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == '-' || text[0] == '/' || text[0] == '.') return 1;
  for (std::string_view word : {"年", "月", "日", "号"})
    if (text.starts_with(word)) return word.size();
  return 0;
}

// 0:00, 18:00:00, 18:00:00.000
bool is_clock(std::string_view text) {
  int limit = 24;
  size_t parts = 0;
  while (parts < 3) {
    size_t digits = 0;
    int number = 0;
    while (digits < text.size() && digits < 2 && is_digit(text[digits]))
      number = number * 10 + (text[digits++] - '0');
    if (digits == 0 || number >= limit || (parts > 0 && digits != 2)) return false;
    text.remove_prefix(digits);
    ++parts, limit = 60;
    if (text.empty()) return parts >= 2;
    if (text[0] != ':') break;
    text.remove_prefix(1);
  }
  return parts == 3 && text.size() > 1 && text[0] == '.' && all_digits(text.substr(1));
}

// A clock time after the day ("2020-03-01 18:00:00") leaves no doubt about the day.
std::string_view without_clock(std::string_view text) {
  const size_t at = text.find_first_of(" T");
  return at != std::string_view::npos && is_clock(text.substr(at + 1)) ? text.substr(0, at) : text;
}

std::optional<Parts> split_parts(std::string_view text) {
  Parts parts;
  while (!text.empty()) {
    size_t digits = 0;
    int number = 0;
    while (digits < text.size() && digits < 9 && is_digit(text[digits]))
      number = number * 10 + (text[digits++] - '0');
    if (digits == 0 || digits > 8 || parts.count == 3) return std::nullopt;
    if (parts.count == 0)
      parts.first_digits = digits;
    else if (digits > 2)
      return std::nullopt;
    parts.numbers[parts.count++] = number;
    text.remove_prefix(digits);
    if (text.empty()) break;
    const size_t mark = separator(text);
    if (mark == 0) return std::nullopt;
    text.remove_prefix(mark);
    if (text.empty() && mark == 1) return std::nullopt;  // ends in - / .
    while (text.starts_with(' ')) text.remove_prefix(1);
  }
  if (parts.count == 1 && parts.first_digits == 8)
    return Parts{
        {parts.numbers[0] / 10000, parts.numbers[0] / 100 % 100, parts.numbers[0] % 100}, 3, 4};
  if (parts.count == 1 && parts.first_digits == 6)
    return Parts{{parts.numbers[0] / 100, parts.numbers[0] % 100, 0}, 2, 4};
  return parts.count >= 2 ? std::optional(parts) : std::nullopt;
}

std::optional<Day> day_of(const Parts& parts) {
  if (parts.count != 3 || parts.first_digits != 4 || parts.numbers[0] < 1800 ||
      parts.numbers[0] > 2200)
    return std::nullopt;
  return make_day(parts.numbers[0], static_cast<unsigned>(parts.numbers[1]),
                  static_cast<unsigned>(parts.numbers[2]));
}
bool is_month(const Parts& parts) {
  return parts.count >= 2 && parts.first_digits == 4 && parts.numbers[0] >= 1800 &&
         parts.numbers[0] <= 2200 && parts.numbers[1] >= 1 && parts.numbers[1] <= 12;
}
std::string month_text(const Parts& parts) {
  const Day first = *make_day(parts.numbers[0], static_cast<unsigned>(parts.numbers[1]), 1);
  return to_text(first).substr(0, 7);
}

// A spreadsheet's own count of days, 43892 or with a time of day 43892.75; only numbers of about
// 1950 to 2100 are taken for one.
std::optional<Day> serial_day(std::string_view text) {
  if (text.size() > 6 && text[5] == '.' && all_digits(text.substr(6))) text = text.substr(0, 5);
  if (text.size() != 5 || !all_digits(text)) return std::nullopt;
  int serial = 0;
  for (char c : text) serial = serial * 10 + (c - '0');
  if (serial < 18264 || serial > 73415) return std::nullopt;
  return *make_day(1899, 12, 30) + serial;
}

class DayType : public ColumnType {
 public:
  std::string_view name() const override { return "day"; }
  store::Type stored() const override { return store::Type::day; }
  std::optional<CastFailure> cast(std::string_view text, bool numeric, const ColumnDef&,
                                  const CastContext&, store::Column& out) const override {
    if (const auto day = parse_day(text)) return out.add(*day), std::nullopt;
    std::string scratch;
    text = without_clock(plain(text, scratch));
    const auto serial = serial_day(text);
    if (serial && numeric) return out.add(*serial), std::nullopt;
    if (serial) return fail(out, "not_a_day", to_text(*serial));
    const auto parts = split_parts(text);
    if (!parts) return fail(out, "not_a_day");
    if (const auto day = day_of(*parts)) return out.add(*day), std::nullopt;
    if (parts->count == 2)
      return fail(out, "not_a_day", is_month(*parts) ? month_text(*parts) + "-DD" : "");
    if (parts->first_digits == 4) return fail(out, "no_such_day");
    Parts fuller = *parts;  // 20.3.1
    if (fuller.first_digits == 2) fuller.numbers[0] += 2000, fuller.first_digits = 4;
    const auto meant = day_of(fuller);
    return fail(out, "not_a_day", meant ? to_text(*meant) : "");
  }
  std::string mask(std::string_view shown) const override {
    return shown.size() == 10 && is_ascii(shown) ? std::string(shown.substr(0, 4)) + "-**-**" : "*";
  }
};

// 7月, 7月份 -> 7; 0: something else. The year is not said and not guessed, only offered.
int bare_month(std::string_view text) {
  const size_t at = text.find("月");
  if (at == 0 || at > 2 || !all_digits(text.substr(0, at))) return 0;
  const std::string_view rest = text.substr(at + std::string_view("月").size());
  const int month = at == 1 ? text[0] - '0' : (text[0] - '0') * 10 + (text[1] - '0');
  return (rest.empty() || rest == "份") && month >= 1 && month <= 12 ? month : 0;
}

class MonthType : public ColumnType {
 public:
  std::string_view name() const override { return "month"; }
  store::Type stored() const override { return store::Type::day; }
  std::optional<CastFailure> cast(std::string_view text, bool numeric, const ColumnDef&,
                                  const CastContext& context, store::Column& out) const override {
    std::string scratch;
    text = without_clock(plain(text, scratch));
    if (const auto serial = serial_day(text); serial && numeric) {
      const CivilDay civil_day = civil(*serial);
      return out.add(*make_day(civil_day.year, civil_day.month, 1)), std::nullopt;
    }
    if (const auto serial = serial_day(text))
      return fail(out, "not_a_month", to_text(*serial).substr(0, 7));
    if (const int month = bare_month(text); month > 0)
      return fail(out, "not_a_month", month_text({{civil(context.day).year, month, 0}, 2, 4}));
    const auto parts = split_parts(text);
    if (!parts || !is_month(*parts) || (parts->count == 3 && !day_of(*parts)))
      return fail(out, "not_a_month");
    // 2020.10 entered as a number is kept as 2020.1 by a spreadsheet.
    if (numeric && parts->count == 2 && text.size() == 6 && text.ends_with(".1"))
      return fail(out, "month_or_october");
    out.add(*make_day(parts->numbers[0], static_cast<unsigned>(parts->numbers[1]), 1));
    return std::nullopt;
  }
  std::string mask(std::string_view shown) const override {
    return shown.size() >= 7 && is_ascii(shown) ? std::string(shown.substr(0, 4)) + "-**" : "*";
  }
};

}  // namespace

const ColumnType& day_type() {
  static const DayType kType;
  return kType;
}
const ColumnType& month_type() {
  static const MonthType kType;
  return kType;
}

}  // namespace diaodu::pack
