#include "access/scope.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "access/scope_maker.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"
#include "store/store.hpp"

namespace diaodu::access {
namespace {

// "w"."area" from w.area; a name that is quoted already stays.
std::string column_sql(std::string_view column) {
  if (column.find('"') != std::string_view::npos) return std::string(column);
  const size_t dot = column.find('.');
  if (dot == std::string_view::npos) return store::quoted(column);
  return store::quoted(column.substr(0, dot)) + "." + store::quoted(column.substr(dot + 1));
}

std::string range_sql(std::string_view column, std::string_view area) {
  const std::string name = column_sql(column);
  return fmt::format("({0} >= {1} and {0} < {2})", name, store::literal(area),
                     store::literal(std::string_view(range_end(area))));
}

}  // namespace

std::vector<std::string> Scope::purposes() {
  return {"入户核实", "电话核实", "部门比对", "资金发放", "群众申诉", "审计检查"};
}

Result<Scope> Scope::of_operator(const std::string& actor, std::optional<std::string> purpose) {
  const std::vector<std::string> known = purposes();
  if (purpose && std::find(known.begin(), known.end(), *purpose) == known.end()) {
    const std::string list_zh = join(known, "、");
    return Error{
        "access.unknown_purpose",
        {fmt::format("“{}”不是可用的查看事由", *purpose),
         fmt::format("\"{}\" is no purpose for which data may be shown", *purpose)},
        {fmt::format("请用其中之一：{}", list_zh), fmt::format("use one of: {}", join(known, " "))},
        {},
        {{"purpose", *purpose}},
        Exit::usage};
  }
  return ScopeMaker::make(actor, purpose.value_or(""), {Grant{}});
}

bool Scope::covers(std::string_view area) const {
  return std::any_of(grants_.begin(), grants_.end(),
                     [&](const Grant& grant) { return is_under(area, grant.area); });
}

std::string Scope::predicate(std::string_view register_id, std::string_view home_column,
                             std::string_view host_column) const {
  std::vector<std::string> parts;
  for (const Grant& grant : grants_) {
    if (!grant.register_id.empty() && grant.register_id != register_id) continue;
    if (grant.side == Side::host) {
      if (!host_column.empty()) parts.push_back(range_sql(host_column, grant.area));
    } else if (grant.area.empty()) {
      return "true";
    } else {
      parts.push_back(range_sql(home_column, grant.area));
    }
  }
  if (parts.empty()) return "false";
  return "(" + join(parts, " or ") + ")";
}

}  // namespace diaodu::access
