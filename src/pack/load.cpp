#include "pack/load.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "pack/loading.hpp"
#include "pack/types.hpp"

namespace diaodu::pack {
namespace {
namespace fs = std::filesystem;

Error unreadable(const std::string& path, const std::string& why) {
  return Error{.code = "pack.unreadable",
               .message = {"读不出规则包“" + path + "”：" + why,
                           "cannot read the pack " + path + ": " + why},
               .hint = {"请核对文件夹路径和读取权限。",
                        "Check the path of the folder and the right to read it."},
               .place = path,
               .exit = Exit::could_not_run};
}

constexpr uintmax_t kFileBytesMax = uintmax_t{64} << 20;

Result<std::string> read_file(const fs::path& path) {
  std::error_code failed;
  const uintmax_t size = fs::file_size(path, failed);
  if (failed) return unreadable(path.string(), failed.message());
  if (size > kFileBytesMax) return unreadable(path.string(), "> 64 MiB");
  std::ifstream in(path, std::ios::binary);
  std::string bytes(static_cast<size_t>(size), '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size)) && size > 0)
    return unreadable(path.string(), "short read");
  return bytes;
}

// All files but hidden ones, by name within the folder.
Result<std::map<std::string, std::string>> read_files(const std::string& folder) {
  std::map<std::string, std::string> files;
  std::error_code failed;
  fs::recursive_directory_iterator at(folder, failed);
  if (failed) return unreadable(folder, failed.message());
  for (; at != fs::recursive_directory_iterator(); at.increment(failed)) {
    if (failed) return unreadable(folder, failed.message());
    const fs::path path = at->path();
    if (path.filename().string().starts_with(".")) {
      at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file(failed)) continue;
    TRY_ASSIGN(files[path.lexically_relative(folder).generic_string()], read_file(path));
  }
  return files;
}

std::string hash_of(const std::map<std::string, std::string>& files) {
  Sha256 hash;
  for (const auto& [name, bytes] : files) {
    hash.update(name);
    hash.update(std::string_view("\0", 1));
    hash.update(std::to_string(bytes.size()));
    hash.update(std::string_view("\0", 1));
    hash.update(bytes);
  }
  return hash.hex();
}

const std::vector<std::string>& folders() {
  static const std::vector<std::string> kFolders = {"registers", "rules",      "codes",
                                                    "params",    "indicators", "targets",
                                                    "cases",     "scenarios",  "comparisons"};
  return kFolders;
}

// A TOML file that no reader would look at is a misspelt folder or file.
void fault_stray_files(Loading& loading) {
  for (const auto& [name, bytes] : loading.files) {
    if (!name.ends_with(".toml")) continue;
    const std::vector<std::string> parts = split(name, '/');
    if (parts.size() == 1) {
      static const std::vector<std::string> kFiles = {"pack.toml", "groups.toml", "pairs.toml"};
      if (std::find(kFiles.begin(), kFiles.end(), name) == kFiles.end())
        loading.faults.add_unknown("pack.unknown_file", {name, 0, 0},
                                   {"规则包里不用这个文件名。", "a pack has no file of this name."},
                                   name, kFiles);
      continue;
    }
    const auto& known = folders();
    if (parts.size() == 2 && std::find(known.begin(), known.end(), parts[0]) != known.end())
      continue;
    loading.faults.add_unknown(
        "pack.unknown_file", {name, 0, 0},
        {"规则包里不用这个文件夹。", "a pack keeps no TOML in this folder."}, parts[0], known,
        {"可用的文件夹：" + join(known, "、") + "。", "Its folders: " + join(known, ", ") + "."});
  }
}

// A fault tells its place as "<pack>/registers/x.toml:1:2".
bool is_in(const Error& fault, std::string_view part) {
  return fault.place.find("/" + std::string(part)) != std::string::npos;
}

// Columns that have a type, rules and indicators that have a register: what a check of queries can
// stand on.
Pack usable_part(Pack pack) {
  std::erase_if(pack.registers, [](const Register& one) {
    std::set<std::string> names;
    for (const ColumnDef& column : one.columns)
      if (!find_type(column.type) || !names.insert(column.name).second) return true;
    return one.columns.empty();
  });
  const auto lacks_register = [&](const auto& one) { return !pack.register_(one.register_id); };
  std::erase_if(pack.rules, lacks_register);
  std::erase_if(pack.indicators, lacks_register);
  std::erase_if(pack.params, [](const ParamDef& one) { return one.values.empty(); });
  return pack;
}

}  // namespace

void drop_hearsay(std::vector<Error>& faults) {
  struct Folder {
    const char* name;
    std::vector<std::string> codes;  // of faults elsewhere that its files may be the cause of
  };
  static const std::vector<Folder> kFolders = {
      {"pack.toml", {}},
      {"codes/", {"pack.unknown_codes", "pack.unknown_column"}},
      {"params/", {"pack.unknown_param", "pack.unknown_placeholder", "pack.unknown_column"}},
      {"registers/",
       {"pack.unknown_column", "pack.unknown_register", "pack.unknown_placeholder",
        "pack.unknown_axis", "pack.unknown_relation", "pack.unknown_rule"}},
      {"rules/", {"pack.unknown_rule", "pack.case_missing"}},
      {"comparisons/", {"pack.unknown_rule", "pack.case_missing"}},
      {"cases/", {"pack.case_missing"}},
      {"indicators/", {"pack.unknown_indicator", "pack.unknown_axis"}},
      {"groups.toml", {"pack.unknown_group"}}};
  std::set<std::string> hearsay;
  for (const Error& fault : faults)
    for (const Folder& folder : kFolders)
      if (fault.code == "pack.not_toml" && is_in(fault, folder.name))
        hearsay.insert(folder.codes.begin(), folder.codes.end());
  std::erase_if(faults, [&](const Error& fault) { return hearsay.contains(fault.code); });
}

std::vector<Error> rules_without_cases(const Pack& pack) {
  std::vector<Error> faults;
  for (const Rule& rule : pack.rules) {
    bool fails = false, passes = false;
    for (const RuleCase& one : pack.cases)
      if (one.register_id == rule.register_id && one.rule == rule.id)
        (one.fails ? fails : passes) = true;
    if (fails && passes) continue;
    const Words lacks = fails    ? Words{"应放过", "that passes (fails = false)"}
                        : passes ? Words{"应查出", "that fails (fails = true)"}
                                 : Words{"应查出和应放过", "that fails and one that passes"};
    Place place = rule.place;
    place.file = pack.folder + "/" + place.file;
    faults.push_back({.code = "pack.case_missing",
                      .message = {"规则“" + rule.id + "”没有" + lacks.zh + "的用例。",
                                  "rule \"" + rule.id + "\" has no case " + lacks.en + "."},
                      .hint = {"在 cases/" + rule.register_id + ".toml 里加一个 [[case]]。",
                               "Add a [[case]] to cases/" + rule.register_id + ".toml."},
                      .place = to_text(place),
                      .params = {{"rule", rule.id}},
                      .exit = Exit::found_something});
  }
  return faults;
}

std::string stem_of(const std::string& file) { return fs::path(file).stem().string(); }

std::optional<Node> Loading::parse(const std::string& name) {
  const std::string& bytes = files.at(name);
  std::string_view text = bytes;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Result<Node> node = parse_toml(text, pack.folder + "/" + name);
  if (node.ok()) return std::move(*node);
  faults.add(std::move(node).error());
  return std::nullopt;
}

std::vector<std::string> Loading::toml_files(const std::string& folder) const {
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files)
    if (name.starts_with(folder + "/") && name.ends_with(".toml") &&
        name.find('/', folder.size() + 1) == std::string::npos)
      names.push_back(name);
  return names;
}

bool Loading::good_id(const std::string& id, const Place& place, std::set<std::string>& seen) {
  if (!is_identifier(id) || id.size() > 48) {
    faults.add("pack.bad_name", place,
               {"名称“" + id + "”不可用。", "the name \"" + id + "\" cannot be used."},
               {"名称以字母开头，只含字母、数字和下划线，不超过 48 个字符。",
                "A name starts with a letter, holds letters, digits and underscores, at most 48."});
    return false;
  }
  if (seen.insert(id).second) return true;
  faults.add("pack.duplicate", place,
             {"“" + id + "”已经定义过。", "\"" + id + "\" has been declared before."},
             {"请改名或删去其中一个。", "Rename one of them, or take it out."});
  return false;
}

std::string Loading::file_id(const std::string& file, Reader& reader) {
  const std::string stem = stem_of(file);
  const std::string id = reader.text("id");
  if (!id.empty() && id != stem)
    faults.add("pack.file_is_id", reader.place_of("id"),
               {"id 是“" + id + "”，文件名却是“" + stem + "”。",
                "the id is \"" + id + "\" but the file is called \"" + stem + "\"."},
               {"文件名就是 id：请改成一致，或删去 id。",
                "The file name is the id: make them equal, or leave the id out."});
  std::set<std::string> none;
  good_id(stem, {file, 1, 1}, none);
  return stem;
}

Result<Loaded> load(const std::string& folder, const LoadOptions& options) {
  std::string name = folder;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  Loading loading(name);
  TRY_ASSIGN(loading.files, read_files(name));
  fault_stray_files(loading);
  read_pack_toml(loading, options);
  read_codes(loading);
  read_params(loading);
  read_registers(loading);
  read_groups(loading);
  read_rules(loading);
  read_comparisons(loading);
  read_indicators(loading);
  read_targets(loading);
  read_cases(loading);
  read_scenarios(loading);
  Loaded loaded;
  loaded.faults = loading.faults.take();
  drop_hearsay(loaded.faults);
  if (!loaded.faults.empty()) {
    loaded.partial = std::make_shared<const Pack>(usable_part(std::move(loading.pack)));
    return loaded;
  }
  loading.pack.sha256 = hash_of(loading.files);
  loaded.pack = std::make_shared<const Pack>(std::move(loading.pack));
  return loaded;
}

Result<std::vector<Comparison>> comparisons_of(const Pack& pack) {
  Loading loading(pack.folder);
  TRY_ASSIGN(loading.files, read_files(pack.folder));
  loading.pack = pack;
  std::erase_if(loading.pack.rules, [](const Rule& rule) {
    return rule.query_file.starts_with("comparisons/");  // they are made anew
  });
  read_comparisons(loading);
  return std::move(loading.comparisons);
}

}  // namespace diaodu::pack
