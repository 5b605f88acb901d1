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
  // What could be read in spite of faults, for checks that find more of them; never put to use. Its
  // columns have types, its rules and indicators registers.
  std::shared_ptr<const Pack> partial;
};
struct LoadOptions {
  // Where "@areas/x.csv" is looked for, in this order; if none is given: .areas in the pack (a kept
  // copy in a data folder), third_party/areas two folders above the pack (a checkout), then
  // /usr/share/diaodu/areas (an installation).
  std::vector<std::string> area_folders;
};
// While a file cannot be parsed, what it declares is unknown to all others: takes those faults out.
void drop_hearsay(std::vector<Error>& faults);
// Rules without a case that passes, or without one that fails: code "pack.case_missing". A pack
// that is in use loads without them; `pack check` asks for them.
std::vector<Error> rules_without_cases(const Pack& pack);
// Rules whose query reads a register that their `follows` does not name: code
// "pack.follows_missing". A pack kept from before it was asked for still loads; none is put to use.
std::vector<Error> follows_missing(const Pack& pack);
Result<Loaded> load(const std::string& folder,
                    const LoadOptions& options = {});  // error: unreadable

}  // namespace diaodu::pack
