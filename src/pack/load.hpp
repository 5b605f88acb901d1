#pragma once
// Reads a pack folder and checks everything that can be checked without an engine: unknown keys,
// names, duplicate ids, types, dates, says-templates, masks, reserved names. All faults are given,
// not the first.
//   "indicators/workers_out.toml:9:10: query names column ..."   (SQL itself: frame/prepare.hpp)
#include <memory>
#include <string>
#include <vector>

#include "pack/pack.hpp"

namespace diaodu::pack {

struct Loaded {
  std::shared_ptr<const Pack> pack;  // null if any fault
  std::vector<Error> faults;         // codes "pack.*", each with its place; exit found_something
};
struct LoadOptions {
  // Where "@areas/x.csv" is looked for, in this order; if none is given: .areas in the pack (a kept
  // copy in a data folder), third_party/areas two folders above the pack (a checkout), then
  // /usr/share/diaodu/areas (an installation).
  std::vector<std::string> area_folders;
};
Result<Loaded> load(const std::string& folder,
                    const LoadOptions& options = {});  // error: unreadable

}  // namespace diaodu::pack
