// Dated params in a pack author's SQL: $name becomes the value of the day.
#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "frame/temporary.hpp"
#include "store/sql_text.hpp"

namespace diaodu::frame {

using store::literal;

namespace {

// Prefixes the param has values for on that day; "" too if one holds everywhere.
std::vector<std::string> areas_of(const pack::ParamDef& param, Day day) {
  std::vector<std::string> areas;
  for (const pack::ParamValue& value : param.values)
    if (value.from <= day && std::ranges::count(areas, value.area) == 0)
      areas.push_back(value.area);
  // The longest prefix first: the first that fits decides.
  std::ranges::sort(areas, [](const auto& a, const auto& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  return areas;
}

std::string value_sql(const pack::ParamDef& param, std::string_view area, Day day) {
  const std::optional<std::string> value = param.at(area, day);
  if (!value) return "null";
  return param.is_number ? *value : literal(*value);
}

}  // namespace

std::string param_sql(const pack::ParamDef& param, Day day) {
  const std::string none =
      param.is_number ? "cast(null as numeric(18, 2))" : "cast(null as varchar)";
  const std::vector<std::string> areas = areas_of(param, day);
  if (areas.empty()) return none;
  if (areas.size() == 1 && areas.front().empty()) return value_sql(param, "", day);
  std::string sql = "case";
  for (const std::string& area : areas)
    if (!area.empty())
      sql += " when dist_county >= " + literal(area) + " and dist_county < " +
             literal(range_end(area)) + " then " + value_sql(param, area, day);
  return "(" + sql + " else " + (areas.back().empty() ? value_sql(param, "", day) : none) + " end)";
}

Result<std::string> fill_params(const pack::Pack& pack, const std::string& sql, Day day) {
  std::string out;
  for (const store::Token& token : store::tokenize(sql)) {
    const std::string name(token.kind == store::TokenKind::param ? token.text.substr(1) : "");
    const pack::ParamDef* param = name.empty() ? nullptr : pack.param(name);
    if (param)
      out += param_sql(*param, day);
    else if (name == "day")
      out += "date " + literal(to_text(day));
    else
      out += token.text;  // $back_days and the like are bound
  }
  return out;
}

}  // namespace diaodu::frame
