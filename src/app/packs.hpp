#pragma once
// Packs as they were used are kept whole under packs/<sha256>/, their area files in .areas beside
// them.
#include <memory>
#include <string>
#include <vector>

#include "app/wire.hpp"
#include "pack/load.hpp"

namespace diaodu::app {

// Reads a pack folder and checks it, its queries on the engine too (an empty database in a folder
// of its own). Faults: all of them; then `used` is empty.
struct Checked {
  Used used;
  std::vector<Error> faults;
  std::vector<Error> rules_without_cases;  // a pack may be used in spite of them
};
Result<Checked> check_pack(const std::string& folder);
// Copies a checked pack into the data folder; does nothing if it stands there.
Result<void> keep_pack(const Home& home, const pack::Pack& pack);
Result<Used> load_kept_pack(const Home& home, const std::string& sha256);
Result<Used> load_kept_pack(const std::string& packs_folder, const std::string& sha256);
std::string pack_used_payload(const pack::Pack& pack);

}  // namespace diaodu::app
