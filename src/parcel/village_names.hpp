#pragma once
// Which villages of the country bear a name: for the one who writes it without anything above it.
// Made when first asked; eight bytes a village.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pack/area_index.hpp"

namespace diaodu::parcel {

class VillageNames {
 public:
  explicit VillageNames(const pack::AreaIndex& areas) : areas_(areas) {}
  // Codes of living villages, in their order: those of exactly this name, else those that differ
  // in 村, 社区 or 村委会 only.
  std::vector<std::string> find(std::string_view name);

 private:
  struct Entry {
    uint32_t hash, row;
  };
  const pack::AreaIndex& areas_;
  std::vector<Entry> entries_;  // by hash
};

}  // namespace diaodu::parcel
