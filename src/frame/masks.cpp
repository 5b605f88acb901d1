#include "frame/masks.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "pack/types.hpp"
#include "store/store.hpp"

namespace diaodu::frame {

using store::literal;
using store::quoted;

namespace {

// The sum of the bits whose condition holds.
class BitSum {
 public:
  void add(const std::string& condition, int64_t value) {
    terms_.push_back("case when " + condition + " then " + std::to_string(value) + " else 0 end");
  }
  std::string sql() const {
    if (terms_.empty()) return "cast(0 as bigint)";
    return "cast((" + join(terms_, "\n + ") + ") as bigint)";
  }

 private:
  std::vector<std::string> terms_;
};

// The reason is one of those that explain an empty cell of the column; empty: none does.
// Equalities, as the engine makes a join of a longer `in`.
std::string explains_sql(const pack::Pack& pack, const pack::Register& register_,
                         const std::string& column) {
  const pack::ColumnDef* reason = register_.find(register_.reason);
  const pack::CodeList* list = reason ? pack.code_list(reason->codes) : nullptr;
  if (!list) return {};
  std::vector<std::string> codes;
  for (const pack::CodeItem& item : list->items)
    if (item.explains.empty() || std::ranges::count(item.explains, column) > 0)
      codes.push_back(quoted(register_.reason) + " = " + literal(item.code));
  return codes.empty() ? std::string() : "(" + join(codes, " or ") + ")";
}

// Expected cells that are empty: all, those that a reason explains, those that none explains.
enum class Which { all, explained, missing };
std::string empty_cells(const pack::Pack& pack, const pack::Register& register_, Which which) {
  BitSum sum;
  const std::vector<size_t> expected = register_.expected();
  for (size_t position = 0; position < expected.size(); ++position) {
    const pack::ColumnDef& column = register_.columns[expected[position]];
    std::string condition = quoted(column.name) + " is null";
    if (!column.when.empty()) condition += " and (" + column.when + "\n)";
    const std::string explains = explains_sql(pack, register_, column.name);
    if (which == Which::explained) {
      if (explains.empty()) continue;
      condition += " and " + explains;
    } else if (which == Which::missing && !explains.empty()) {
      condition += " and not " + explains;
    }
    sum.add(condition, bit(position));
  }
  return sum.sql();
}

// Most rows give no reason: nothing is asked of theirs.
std::string by_reason(const pack::Register& register_, const std::string& without,
                      const std::string& with) {
  if (!register_.find(register_.reason)) return without;
  return "case when " + quoted(register_.reason) + " is null then " + without + " else " + with +
         " end";
}

std::string has_bits(const std::string& mask, int64_t bits) {
  return "(" + mask + " & " + std::to_string(bits) + ") <> 0";
}

}  // namespace

int64_t mask_of(const pack::Register& register_, const std::vector<std::string>& columns) {
  int64_t mask = 0;
  for (const std::string& column : columns)
    if (register_.find(column)) mask |= bit(register_.index_of(column));
  return mask;
}

int64_t all_groups(const pack::Register& register_) { return bit(register_.groups().size()) - 1; }

std::string missing_sql(const pack::Pack& pack, const pack::Register& register_) {
  return by_reason(register_, empty_cells(pack, register_, Which::all),
                   empty_cells(pack, register_, Which::missing));
}

std::string explained_sql(const pack::Pack& pack, const pack::Register& register_) {
  if (!register_.find(register_.reason)) return "cast(0 as bigint)";
  return by_reason(register_, "cast(0 as bigint)", empty_cells(pack, register_, Which::explained));
}

std::string kept_verified_sql(const pack::Register& register_) {
  const std::vector<std::string> groups = register_.groups();
  BitSum kept;
  for (size_t position = 0; position < groups.size(); ++position) {
    std::vector<std::string> columns;
    for (const pack::ColumnDef& column : register_.columns)
      if (column.group == groups[position]) columns.push_back(column.name);
    kept.add(has_bits("old_verified", bit(position)) + " and not " +
                 has_bits("changed", mask_of(register_, columns)),
             bit(position));
  }
  return kept.sql();
}

std::string verified_sql(const pack::Register& register_, Day day) {
  std::vector<std::string> filled, of;
  for (const std::string& column : {register_.verified_by, register_.verified_on})
    if (!column.empty()) filled.push_back(quoted(column) + " is not null"), of.push_back(column);
  if (filled.empty() || register_.groups().empty()) return "cast(0 as bigint)";
  std::string fresh = has_bits("changed", mask_of(register_, of));
  const pack::ColumnDef* on = register_.find(register_.verified_on);
  const pack::ColumnType* type = on ? pack::find_type(on->type) : nullptr;
  if (type && type->stored() == store::Type::day)
    fresh = "(" + fresh + " or (" + has_bits("touched", mask_of(register_, {on->name})) + " and " +
            quoted(on->name) + " = " + literal(store::Value(day)) + "))";
  return "case when " + join(filled, " and ") + " and " + fresh + " then cast(" +
         std::to_string(all_groups(register_)) + " as bigint) else " +
         kept_verified_sql(register_) + " end";
}

std::string filled_sql(const pack::Register& register_, const std::string& prefix) {
  BitSum sum;
  for (size_t i = 0; i < register_.columns.size(); ++i)
    sum.add(prefix + quoted(register_.columns[i].name) + " is not null", bit(i));
  return sum.sql();
}

std::string count_bits_sql(const pack::Register& register_, const std::string& mask_sql) {
  std::vector<std::string> terms;
  for (size_t i = 0; i < register_.columns.size(); ++i)
    terms.push_back("case when " + has_bits(mask_sql, bit(i)) + " then 1 else 0 end");
  return "(" + join(terms, " + ") + ")";
}

std::vector<std::string> area_columns(const pack::Pack& pack, const pack::Register& register_) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (register_.find(name) && std::ranges::count(names, name) == 0) names.push_back(name);
  };
  add(register_.area);
  add(register_.also_area);
  for (const pack::Indicator& indicator : pack.indicators)
    if (indicator.register_id == register_.id) add(indicator.area);
  return names;
}

}  // namespace diaodu::frame
