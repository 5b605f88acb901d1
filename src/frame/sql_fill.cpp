#include "frame/sql_fill.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"
#include "store/store.hpp"

namespace diaodu::frame {

using store::literal;
using store::quoted;

namespace {

constexpr size_t kListMax = 400;  // a longer list costs more than it prunes

std::string bounds(const std::string& column, const std::vector<std::string>& counties) {
  const auto [least, greatest] = std::ranges::minmax(counties);
  return column + " >= " + literal(least) + " and " + column + " <= " + literal(greatest);
}

}  // namespace

std::string table_name(std::string_view prefix, const pack::Register& register_) {
  return quoted(std::string(prefix) + "_" + register_.id);
}

std::string in_counties(const std::string& column, const std::vector<std::string>& counties) {
  if (counties.empty()) return "true";
  if (counties.size() == 1) return column + " = " + literal(counties.front());
  std::vector<std::string> texts;
  for (const std::string& county : counties) texts.push_back(literal(county));
  return "(" + bounds(column, counties) + " and " + column + " in (" + join(texts, ", ") + "))";
}

std::string near_counties(const std::string& column, const std::vector<std::string>& counties) {
  if (counties.size() <= kListMax) return in_counties(column, counties);
  return "(" + bounds(column, counties) + ")";
}

std::string in_numbers(const std::string& column, const std::vector<int64_t>& numbers) {
  if (numbers.empty()) return "false";
  const auto [least, greatest] = std::ranges::minmax(numbers);
  std::string list;
  for (const int64_t number : numbers) list += (list.empty() ? "" : ", ") + std::to_string(number);
  return "(" + column + " >= " + std::to_string(least) + " and " + column +
         " <= " + std::to_string(greatest) + " and " + column + " in (" + list + "))";
}

std::string same_key_columns(const pack::Register& register_, const std::string& left,
                             const std::string& right) {
  std::vector<std::string> parts;
  for (const std::string& key : register_.key)
    parts.push_back(left + "." + quoted(key) + " = " + right + "." + quoted(key));
  return "(" + join(parts, " and ") + ")";
}

std::string same_key(const pack::Register& register_, const std::string& left,
                     const std::string& right) {
  return left + ".dist_county = " + right + ".dist_county and " + left + ".key_hash = " + right +
         ".key_hash and " + same_key_columns(register_, left, right);
}

std::string fill(std::string_view sql, const Fills& fills) {
  std::string out;
  while (true) {
    const size_t open = sql.find("{{");
    if (open == std::string_view::npos) break;
    const size_t close = sql.find("}}", open);
    CHECK(close != std::string_view::npos, "a statement with an open {{");
    const std::string_view name = sql.substr(open + 2, close - open - 2);
    const auto found =
        std::ranges::find_if(fills, [&](const auto& one) { return one.first == name; });
    CHECK(found != fills.end(), "a {{name}} of a statement is not given");
    out.append(sql.substr(0, open));
    out += found->second;
    sql.remove_prefix(close + 2);
  }
  out.append(sql);
  return out;
}

}  // namespace diaodu::frame
