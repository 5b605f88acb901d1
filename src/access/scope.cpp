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

std::string one_of_sql(std::string_view column, const std::vector<std::string>& values) {
  std::vector<std::string> literals;
  for (const std::string& value : values)
    literals.push_back(store::literal(std::string_view(value)));
  return fmt::format("({} in ({}))", column_sql(column), join(literals, ", "));
}

Result<void> check_purpose(const std::string& purpose) {
  const std::vector<std::string> known = Scope::purposes();
  if (std::find(known.begin(), known.end(), purpose) != known.end()) return {};
  return Error{"access.unknown_purpose",
               {fmt::format("“{}”不是可用的查看事由", purpose),
                fmt::format("\"{}\" is no purpose for which data may be shown", purpose)},
               {fmt::format("请用其中之一：{}", join(known, "、")),
                fmt::format("use one of: {}", join(known, " "))},
               {},
               {{"purpose", purpose}},
               Exit::usage};
}

}  // namespace

std::vector<std::string> Scope::purposes() {
  return {"入户核实", "电话核实", "部门比对", "资金发放", "群众申诉", "审计检查"};
}

Result<Scope> Scope::of_operator(const std::string& actor, std::optional<std::string> purpose) {
  if (purpose) TRY(check_purpose(*purpose));
  return ScopeMaker::make(actor, purpose.value_or(""), {Grant{}});
}

bool Scope::unmasked() const {
  return !purpose_.empty() && std::all_of(grants_.begin(), grants_.end(), [](const Grant& grant) {
    return grant.columns == Columns::personal;
  });
}

bool Scope::covers(std::string_view area) const {
  return std::any_of(grants_.begin(), grants_.end(), [&](const Grant& grant) {
    return grant.own.empty() && is_under(area, grant.area);
  });
}

std::string Scope::predicate(std::string_view register_id, std::string_view home_column,
                             std::string_view host_column, std::string_view own_column) const {
  std::vector<std::string> parts;
  for (const Grant& grant : grants_) {
    if (!grant.register_id.empty() && grant.register_id != register_id) continue;
    const bool by_host = grant.side == Side::host;
    const std::string_view own = by_host ? host_column : home_column;
    const std::string_view other = by_host ? home_column : host_column;
    if (own.empty() || (!grant.other_area.empty() && other.empty())) continue;
    if (!grant.own.empty() && own_column.empty()) continue;
    // A row without a host place lies under no host place, not even the nation's.
    const bool whole_tree = grant.area.empty() && !by_host;
    if (whole_tree && grant.other_area.empty() && grant.own.empty()) return "true";
    std::string part = whole_tree ? std::string() : range_sql(own, grant.area);
    if (!grant.other_area.empty()) {
      const std::string narrower = range_sql(other, grant.other_area);
      part = part.empty() ? narrower : "(" + part + " and " + narrower + ")";
    }
    if (!grant.own.empty()) {
      const std::string narrower = one_of_sql(own_column, grant.own);
      part = part.empty() ? narrower : "(" + part + " and " + narrower + ")";
    }
    parts.push_back(std::move(part));
  }
  if (parts.empty()) return "false";
  return "(" + join(parts, " or ") + ")";
}

Shown Scope::shows(std::string_view register_id, Secrecy secrecy, bool host_view) const {
  bool granted = false, hidden = false, full = may_unmask_ && !purpose_.empty();
  for (const Grant& grant : grants_) {
    if (!grant.register_id.empty() && grant.register_id != register_id) continue;
    granted = true;
    hidden = hidden || (grant.columns == Columns::open && secrecy != Secrecy::open) ||
             (grant.columns == Columns::host_view && !host_view);
    full = full && grant.columns != Columns::internal && grant.columns != Columns::open;
  }
  if (!granted || hidden) return Shown::hidden;
  return secrecy != Secrecy::personal || full ? Shown::plain : Shown::masked;
}

Scope Scope::of_side(Side side) const {
  Scope one = *this;
  std::erase_if(one.grants_, [&](const Grant& grant) { return grant.side != side; });
  return one;
}

bool Scope::sees_side(Side side) const {
  return std::any_of(grants_.begin(), grants_.end(),
                     [&](const Grant& grant) { return grant.side == side; });
}

Result<Scope> Scope::with_purpose(const std::string& purpose) const {
  TRY(check_purpose(purpose));
  const bool any = std::any_of(grants_.begin(), grants_.end(), [](const Grant& grant) {
    return grant.columns == Columns::personal || grant.columns == Columns::host_view;
  });
  if (!may_unmask_ || !any) {
    return Error{"access.cannot_unmask",
                 {"您的岗位只能看到遮挡后的个人信息", "your role sees personal data masked only"},
                 {"确有需要，请有权查看的同事代查，或请管理员调整授权",
                  "ask a colleague who may see it, or have the grant changed"},
                 {},
                 {},
                 Exit::usage};
  }
  Scope full = *this;
  full.purpose_ = purpose;
  return full;
}

}  // namespace diaodu::access
