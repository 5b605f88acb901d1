#include "parcel/village_names.hpp"

#include <algorithm>
#include <functional>

#include "pack/area_names.hpp"

namespace diaodu::parcel {
namespace {

constexpr size_t kVillageDigits = 12;

uint32_t hash_of(std::string_view core) {
  return static_cast<uint32_t>(std::hash<std::string_view>()(core));
}

}  // namespace

std::vector<std::string> VillageNames::find(std::string_view name) {
  const std::vector<pack::AreaRow>& rows = areas_.rows();
  if (entries_.empty()) {
    for (uint32_t row = 0; row < rows.size(); ++row)
      if (rows[row].code.size() == kVillageDigits && rows[row].to_year == 0)
        entries_.push_back({hash_of(pack::village_core(rows[row].name)), row});
    std::ranges::sort(entries_, {},
                      [](const Entry& entry) { return std::pair(entry.hash, entry.row); });
  }
  const std::string_view core = pack::village_core(name);
  std::vector<std::string> exact, near;
  const auto found = std::ranges::equal_range(entries_, hash_of(core), {}, &Entry::hash);
  for (const Entry& entry : found) {
    const pack::AreaRow& row = rows[entry.row];
    if (row.name == name) exact.emplace_back(row.code);
    if (pack::village_core(row.name) == core) near.emplace_back(row.code);
  }
  return exact.empty() ? near : exact;
}

}  // namespace diaodu::parcel
