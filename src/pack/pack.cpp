#include "pack/pack.hpp"

#include <algorithm>

namespace diaodu::pack {
namespace {
template <typename T>
const T* by_id(const std::vector<T>& all, std::string_view id) {
  for (const T& one : all)
    if (one.id == id) return &one;
  return nullptr;
}
}  // namespace

std::string to_text(const Place& place) {
  if (place.line == 0) return place.file;
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

const CodeItem* CodeList::find(std::string_view code) const {
  for (const CodeItem& item : items)
    if (item.code == code) return &item;
  return nullptr;
}

const CodeItem* CodeList::spelled(std::string_view typed) const {
  const auto found = spellings.find(typed);
  return found == spellings.end() ? nullptr : &items[found->second];
}

const ColumnDef* Register::find(std::string_view column) const {
  for (const ColumnDef& one : columns)
    if (one.name == column) return &one;
  return nullptr;
}

size_t Register::index_of(std::string_view column) const {
  const ColumnDef* found = find(column);
  CHECK(found != nullptr, "a register has no such column");
  return static_cast<size_t>(found - columns.data());
}

std::vector<size_t> Register::expected() const {
  std::vector<size_t> indices;
  for (size_t i = 0; i < columns.size(); ++i)
    if (columns[i].need == Need::expected) indices.push_back(i);
  return indices;
}

std::vector<std::string> Register::groups() const {
  std::vector<std::string> names;
  for (const ColumnDef& column : columns)
    if (!column.group.empty() && std::find(names.begin(), names.end(), column.group) == names.end())
      names.push_back(column.group);
  return names;
}

std::optional<std::string> ParamDef::at(std::string_view area, Day day) const {
  const ParamValue* best = nullptr;
  for (const ParamValue& value : values) {
    if (value.from > day || !area.starts_with(value.area)) continue;
    if (!best || value.area.size() > best->area.size() ||
        (value.area.size() == best->area.size() && value.from > best->from))
      best = &value;
  }
  return best ? std::optional(best->value) : std::nullopt;
}

const CodeList* Pack::code_list(std::string_view id_) const { return by_id(codes, id_); }
const Register* Pack::register_(std::string_view id_) const { return by_id(registers, id_); }
const ParamDef* Pack::param(std::string_view id_) const { return by_id(params, id_); }
const Indicator* Pack::indicator(std::string_view id_) const { return by_id(indicators, id_); }
const Target* Pack::target(std::string_view id_) const { return by_id(targets, id_); }
const GroupDef* Pack::group(std::string_view id_) const { return by_id(groups, id_); }
const ScenarioDef* Pack::scenario(std::string_view id_) const { return by_id(scenarios, id_); }

const Rule* Pack::rule(std::string_view register_id, std::string_view rule_id) const {
  for (const Rule& rule : rules)
    if (rule.register_id == register_id && rule.id == rule_id) return &rule;
  return nullptr;
}

}  // namespace diaodu::pack
