#pragma once
// For mutated_test.cpp: what docs/pack.md says a cell may be read as, told again in other words.
#include <cmath>
#include <set>

#include "parcel/caster.hpp"
#include "parcel/office_files_test.hpp"

namespace diaodu::parcel {

inline std::string plain(std::string_view text) {  // half width, no blanks at either end
  std::string out = half_width(text);
  for (const char* blank : {"\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF"})
    out = replace_all(out, blank, " ");
  const size_t from = out.find_first_not_of(" \t\r\n");
  if (from == std::string::npos) return {};
  return out.substr(from, out.find_last_not_of(" \t\r\n") + 1 - from);
}
inline std::vector<int> numbers_in(const std::string& text) {
  std::vector<int> out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
    if (end > at) out.push_back(std::stoi(text.substr(at, std::min<size_t>(end - at, 9))));
    at = std::max(end, at + 1);
  }
  return out;
}
inline std::string digits_of(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c >= '0' && c <= '9') out += c;
  return out;
}

// Whether a stored number is what the cell says: 3,500元, 0.35万元, 3.5E+1.
inline bool says_number(const std::string& text, const std::string& value) {
  std::string bare = text;
  for (const char* sign : {",", "元", "¥", "￥", " ", "万", "米"})
    bare = replace_all(bare, sign, "");
  char* end = nullptr;
  double said = std::strtod(bare.c_str(), &end);
  if (text.find("万") != std::string::npos) said *= 10'000;
  const double stored = std::strtod(value.c_str(), nullptr);
  return end != bare.c_str() && *end == 0 && std::abs(said - stored) <= 1e-9 * std::abs(said);
}

inline bool says_day(const std::string& text, const std::string& value, bool month) {
  if (const size_t colon = text.find(':'); colon != std::string::npos)
    return says_day(text.substr(0, text.find_last_of(" T", colon)), value, month);  // _time_left
  const std::vector<int> stored = numbers_in(value);
  const std::vector<int> said = numbers_in(text);
  const std::string digits = digits_of(text);
  const auto same = [&](int year, int mon, int day) {
    return stored[0] == year && stored[1] == mon && (month || stored[2] == day);
  };
  if (said.size() >= 3) return same(said[0], said[1], said[2]);
  if (said.size() == 2 && month && said[0] > 1'000) return same(said[0], said[1], 1);
  if (said.size() == 1 && digits.size() == 8)
    return same(said[0] / 10'000, said[0] / 100 % 100, said[0] % 100);
  if (said.size() == 1 && digits.size() == 6 && month) return same(said[0] / 100, said[0] % 100, 1);
  if (said.empty() || digits.size() < 5 || said[0] > 99'999) return false;  // else a serial number
  const Day from = *make_day(1899, 12, 30);
  const std::vector<int> day = numbers_in(to_text(Day{from + (said[0])}));
  return same(day[0], day[1], day[2]);
}

// What the documentation says a cell may be read as (docs/pack.md), told again in other words.
inline bool says_same(const pack::ColumnDef& column, std::string_view cell,
                      const std::string& value) {
  const TestPack& demo = office_pack();
  const std::string text = plain(cell);
  if (column.type == "area") {
    if (text == value || digits_of(text) == value) return true;
    const std::string path = demo.areas->path(value);
    const std::string name = replace_all(replace_all(text, " ", ""), "\t", "");
    return !name.empty() && (path.ends_with(name) || path.ends_with(name + "村"));
  }
  if (column.type == "code") {
    const pack::CodeItem* item = demo.pack->code_list(column.codes)->find(value);
    if (item == nullptr) return false;
    std::vector<std::string> names = item->also;
    names.insert(names.end(), {item->code, item->name.zh, item->name.en});
    for (const std::string& name : names)
      if (text == name || text == item->code + " " + name || text == item->code + "-" + name ||
          text == item->code + "." + name || text == item->code + ":" + name || "0" + text == name)
        return true;
    return false;
  }
  if (column.type == "decimal" || column.type == "whole") return says_number(text, value);
  if (column.type == "day" || column.type == "month")
    return says_day(text, value, column.type == "month");
  if (column.type == "phone") {
    const std::string digits = digits_of(text);
    return value.size() == 11 &&
           (digits == value || digits == "86" + value || digits == "0086" + value);
  }
  if (column.type == "yes_no") {
    static const std::set<std::string> kYes = {"是",   "1",    "Y",   "y",   "√",
                                               "✓",    "✔",    "有",  "对",  "true",
                                               "TRUE", "True", "yes", "Yes", "YES"};
    static const std::set<std::string> kNo = {"否",    "0",     "N",  "n",    "×",
                                              "✗",     "✘",     "无", "不是", "false",
                                              "FALSE", "False", "no", "No",   "NO"};
    return (value == "true" ? kYes : kNo).contains(text);
  }
  if (column.type == "person_name") {  // as it stands but for the dot
    const auto dots = [](std::string name) {
      for (const char* dot : {"•", "‧", "・", "･", "⋅", "．", "·"})
        name = replace_all(name, dot, ".");
      return name;
    };
    return dots(std::string(trim_cell(cell))) == dots(value);
  }
  return text == value || trim_cell(cell) == value || text == "'" + value;
}

}  // namespace diaodu::parcel
