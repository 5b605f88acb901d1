// Units: in a heading, in a line of their own under the headings, or said above the table.
#include <algorithm>

#include "base/text.hpp"
#include "parcel/heading.hpp"

namespace diaodu::parcel {
namespace {

struct Money {
  std::string_view word;
  int power;
};
constexpr Money kMoney[] = {{"元", 0},   {"人民币元", 0}, {"百元", 2},
                            {"千元", 3}, {"万元", 4},     {"百万元", 6},
                            {"亿元", 8}, {"yuan", 0},     {"万元人民币", 4}};
constexpr std::string_view kUnits[] = {
    "人",    "户",      "个",    "名",     "人次", "亩", "公顷",  "平方米", "㎡",
    "m2",    "米",      "公里",  "km",     "千米", "吨", "公斤",  "斤",     "千克",
    "头",    "只",      "羽",    "尾",     "株",   "座", "处",    "次",     "天",
    "日",    "月",      "个月",  "年",     "岁",   "%",  "％",    "千瓦",   "kw",
    "度",    "千瓦时",  "家",    "台",     "辆",   "份", "元/月", "元/人",  "元/年",
    "元/天", "万元/年", "户/人", "户、人", "—",    "-",  "/",     "年月",   "年月日"};

std::optional<int> power_of(std::string_view word) {
  for (const Money& one : kMoney)
    if (one.word == word) return one.power;
  return std::nullopt;
}

// (万元), 单位：万元, 万元 -> 万元
std::string bare_unit(std::string_view text) {
  std::string form = heading_form(text, true);
  std::string_view left = form;
  if (left.starts_with("(") && left.ends_with(")")) left = left.substr(1, left.size() - 2);
  if (left.starts_with("单位")) left.remove_prefix(std::string_view("单位").size());
  return std::string(left);
}

// 贷款金额（万元） -> 万元: the last parentheses that name a unit of money.
std::optional<int> power_in(std::string_view heading) {
  const std::string form = heading_form(heading, true);
  std::optional<int> power;
  for (size_t open = form.find('('); open != form.npos; open = form.find('(', open + 1)) {
    const size_t close = form.find(')', open);
    if (close == form.npos) break;
    if (const auto found = power_of(bare_unit(form.substr(open + 1, close - open - 1))))
      power = found;
  }
  return power;
}

bool is_unit(std::string_view text) {
  const std::string unit = bare_unit(text);
  return power_of(unit).has_value() ||
         std::find(std::begin(kUnits), std::end(kUnits), unit) != std::end(kUnits);
}

// Written in two ways, meant as one.
std::string_view one_name(std::string_view unit) {
  constexpr std::pair<std::string_view, std::string_view> kSame[] = {
      {"kw", "千瓦"},   {"km", "公里"},   {"千米", "公里"}, {"m2", "平方米"},
      {"㎡", "平方米"}, {"千克", "公斤"}, {"度", "千瓦时"}, {"％", "%"}};
  for (const auto& [word, name] : kSame)
    if (unit == word) return name;
  return unit;
}

// Of a measure, also one that no column of ours is in: 厘米, 美元, 元/年.
bool is_measure(std::string_view unit) {
  constexpr std::string_view kNone[] = {"—", "-", "/", "年", "月", "日", "年月", "年月日"};
  constexpr std::string_view kOthers[] = {
      "厘米",     "毫米",   "分米",     "公分", "万米", "cm",   "mm",   "瓦",   "兆瓦",
      "mw",       "万千瓦", "万千瓦时", "kg",   "万人", "千人", "万户", "万吨", "万亩",
      "平方公里", "美元",   "港元",     "港币", "欧元", "英镑", "日元"};
  const auto is_in = [&](const auto& list) {
    return std::find(std::begin(list), std::end(list), unit) != std::end(list);
  };
  return !is_in(kNone) && (is_in(kOthers) || is_in(kUnits) || power_of(unit) ||
                           power_of(unit.substr(0, unit.find('/'))));
}

// 井深（厘米） -> 厘米; empty: the heading gives none.
std::string measure_in(std::string_view heading) {
  const std::string form = heading_form(heading, true);
  std::string found;
  for (size_t open = form.find('('); open != form.npos; open = form.find('(', open + 1)) {
    const size_t close = form.find(')', open);
    if (close == form.npos) break;
    const std::string unit = bare_unit(form.substr(open + 1, close - open - 1));
    if (is_measure(unit)) found = one_name(unit);
  }
  return found;
}

bool is_stem(std::string_view form) {
  for (const std::string_view stem : {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"})
    if (form == stem) return true;
  return form.size() == 1 && form[0] >= 'a' && form[0] <= 'z';
}

}  // namespace

bool is_units_line(const KeptRow& row) {
  size_t units = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    if (heading_form(row.text(i), true).empty()) continue;
    if (!is_unit(row.text(i))) return false;
    ++units;
  }
  return units > 0;
}

// 1 2 3 ..., (1) (2) ..., 甲 乙 1 2 3, also with how they are made: 7=5+6. Nearly every column has
// one, and they count up from 1.
bool is_numbers_line(const KeptRow& row, const HeadingMatch& match) {
  size_t filled = 0, stems = 0;
  int last = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    std::string form = heading_form(row.text(i), true);
    form = form.substr(0, form.find('='));
    if (form.starts_with("(") && form.ends_with(")")) form = form.substr(1, form.size() - 2);
    if (form.empty()) continue;
    ++filled;
    if (is_stem(form) || (i == 0 && (form == "栏次" || form == "列次"))) {
      if (last > 0) return false;
      ++stems;
      continue;
    }
    const bool is_number = form.size() <= 2 && std::all_of(form.begin(), form.end(), [](char c) {
                             return c >= '0' && c <= '9';
                           });
    if (!is_number || std::stoi(form) != ++last) return false;
  }
  return filled >= 3 && last + static_cast<int>(stems) >= 3 && 4 * filled >= 3 * match.cells.size();
}

int money_power(const pack::ColumnDef& column, std::string_view heading,
                std::string_view line_unit) {
  if (column.type != "decimal" && column.type != "whole") return 0;
  std::optional<int> own = power_in(column.title.zh);
  if (!own && column.name.ends_with("_yuan")) own = 0;
  if (!own) return 0;
  std::optional<int> given = power_in(heading);
  if (!given) given = power_of(bare_unit(line_unit));
  return given ? *given - *own : 0;
}

// 单位万元、人 -> 万元; two of money say nothing.
std::string one_of_money(std::string_view said) {
  said.remove_prefix(std::string_view("单位").size());
  std::string text(said);
  for (const std::string_view between : {"、", "，", "；", ",", ";", "/", "(", ")"})
    text = replace_all(std::move(text), between, "\x1f");
  std::string found;
  for (const std::string& word : split(text, '\x1f'))
    if (power_of(word)) {
      if (!found.empty() && found != word) return {};
      found = word;
    }
  return found;
}

std::string other_unit(const pack::ColumnDef& column, std::string_view heading,
                       std::string_view line_unit) {
  if (column.type != "decimal" && column.type != "whole") return {};
  std::string given = measure_in(heading);
  const std::string own = measure_in(column.title.zh), line = bare_unit(line_unit);
  const bool is_money = power_of(own).has_value() || column.name.ends_with("_yuan");
  // 单位：万元 above a table is said of its money only.
  if (given.empty() && is_measure(line) && (is_money || !power_of(line))) given = one_name(line);
  if (given.empty() || given == own || (own.empty() && !is_money)) return {};
  if (is_money && power_of(given)) return {};  // converted
  for (const std::string& head : column.heads)
    if (measure_in(head) == given) return {};
  const size_t each = given.find('/');  // 元/月 of a month's pay
  if (is_money && each != given.npos && power_of(given.substr(0, each)) == 0 &&
      column.title.zh.find(given.substr(each + 1)) != std::string::npos)
    return {};
  return given;
}

std::string unit_said_above(const std::vector<KeptRow>& rows, size_t lines) {
  for (size_t i = 0; i < std::min(lines, rows.size()); ++i)
    for (size_t column = 0; column < rows[i].size(); ++column) {
      const std::string form = heading_form(rows[i].text(column), true);
      for (size_t at = form.find("单位"); at != form.npos; at = form.find("单位", at + 1))
        if (std::string unit = one_of_money(std::string_view(form).substr(at)); !unit.empty())
          return unit;
    }
  return {};
}

std::optional<std::string> amount_in_own_unit(const pack::ColumnDef& column,
                                              std::string_view text) {
  const std::string form = heading_form(text, true);
  const size_t number = std::min(form.find_first_not_of("0123456789.,-"), form.size());
  std::string unit = form.substr(number);
  if (unit == "万" || unit == "亿") unit += "元";
  if (number == 0 || !power_of(unit)) return std::nullopt;
  const int power = money_power(column, "(" + unit + ")", {});
  if (power == 0) return std::nullopt;
  return times_power(replace_all(form.substr(0, number), ",", ""), power);
}

std::optional<std::string> times_power(std::string_view text, int power) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t dot = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, dot));
  const std::string_view part = dot < text.size() ? text.substr(dot + 1) : std::string_view();
  digits += part;
  if (digits.empty() || digits.size() > 30 || dot == 0 ||
      !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  int point = static_cast<int>(dot) + power;
  if (point <= 0) digits.insert(0, static_cast<size_t>(1 - point), '0'), point = 1;
  if (static_cast<size_t>(point) > digits.size())
    digits.append(static_cast<size_t>(point) - digits.size(), '0');
  std::string whole = digits.substr(0, static_cast<size_t>(point));
  std::string rest = digits.substr(static_cast<size_t>(point));
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  while (rest.ends_with('0')) rest.pop_back();
  return (negative ? "-" : "") + whole + (rest.empty() ? "" : "." + rest);
}

}  // namespace diaodu::parcel
