#include "pack/types.hpp"

#include <array>

#include "pack/types/common.hpp"

namespace diaodu::pack {
namespace {
const std::array<const ColumnType*, 15>& all_types() {
  static const std::array<const ColumnType*, 15> kTypes = {
      &text_type(),  &long_text_type(),  &code_text_type(),   &whole_type(), &decimal_type(),
      &day_type(),   &month_type(),      &yes_no_type(),      &code_type(),  &area_type(),
      &phone_type(), &citizen_id_type(), &person_name_type(), &uscc_type(),  &bank_card_type()};
  return kTypes;
}
}  // namespace

const ColumnType* find_type(std::string_view name) {
  for (const ColumnType* type : all_types())
    if (type->name() == name) return type;
  return nullptr;
}

std::vector<std::string> type_names() {
  std::vector<std::string> names;
  for (const ColumnType* type : all_types()) names.emplace_back(type->name());
  return names;
}

}  // namespace diaodu::pack
