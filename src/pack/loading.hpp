#pragma once
// A load in progress: the files of the folder, what has been read, the faults found. Internal to
// pack/.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pack/comparison.hpp"
#include "pack/load.hpp"
#include "pack/reader.hpp"

namespace diaodu::pack {

struct Loading {
  explicit Loading(const std::string& folder) : faults(folder) { pack.folder = folder; }
  Pack pack;
  Faults faults;
  std::map<std::string, std::string> files;  // name within the folder -> bytes
  std::vector<Comparison> comparisons;

  // The tree of a file; nullopt after adding its fault. The file must exist.
  std::optional<Node> parse(const std::string& name);
  // Names "<folder>/<x>.toml", sorted.
  std::vector<std::string> toml_files(const std::string& folder) const;
  // Faults an id that is not an identifier or that `seen` already holds.
  bool good_id(const std::string& id, const Place& place, std::set<std::string>& seen);
  // A file holds one thing named as the file: faults an `id` key that says otherwise.
  std::string file_id(const std::string& file, Reader& reader);
};

// The stem of "registers/worker.toml": "worker".
std::string stem_of(const std::string& file);

// In this order: each may refer to what stands before it.
void read_pack_toml(Loading& loading, const LoadOptions& options);
void read_codes(Loading& loading);
void read_params(Loading& loading);
void read_registers(Loading& loading);
void read_groups(Loading& loading);
void read_rules(Loading& loading);
void read_comparisons(Loading& loading);
void read_indicators(Loading& loading);
void read_targets(Loading& loading);
void read_cases(Loading& loading);
void read_scenarios(Loading& loading);

// The rules a comparison stands for, into the pack.
void make_rules(Loading& loading, const Comparison& of);

}  // namespace diaodu::pack
