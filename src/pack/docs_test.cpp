// docs/pack.md is held to what the loader takes: every section, key, type, failure, function and
// fault code.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "base/text.hpp"
#include "pack/reader.hpp"
#include "pack/sql_scan.hpp"
#include "pack/types.hpp"

using namespace diaodu;
using namespace diaodu::pack;
namespace fs = std::filesystem;

namespace {
std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE_MESSAGE(in, path.string());
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}
const std::string& document() {
  static const std::string kText = read(DIAODU_SOURCE_DIR "/docs/pack.md");
  return kText;
}
bool stands_there(std::string_view name) {
  return document().find("`" + std::string(name) + "`") != std::string::npos;
}

// Keys of the table under "### `name`", from the rows "| `key` | ... |".
std::set<std::string> documented(const std::string& section) {
  const std::string head = "\n### `" + section + "`\n";
  const size_t start = document().find(head);
  REQUIRE_MESSAGE(start != std::string::npos, "docs/pack.md has no section " << section);
  std::set<std::string> keys;
  std::istringstream lines(document().substr(start + head.size()));
  for (std::string line; std::getline(lines, line) && !line.starts_with("#");)
    if (line.starts_with("| `"))
      CHECK(keys.insert(line.substr(3, line.find('`', 3) - 3)).second);
    else if (!keys.empty() && line.empty())
      break;
  return keys;
}
}  // namespace

TEST_CASE("docs/pack.md explains every key the loader takes, and no other") {
  for (const Section& section : all_sections()) {
    const std::set<std::string> taken(section.keys.begin(), section.keys.end());
    const std::set<std::string> explained = documented(section.name);
    for (const std::string& key : taken)
      CHECK_MESSAGE(explained.contains(key),
                    "docs/pack.md, " << section.name << ": " << key << " is not explained");
    for (const std::string& key : explained)
      CHECK_MESSAGE(taken.contains(key),
                    "docs/pack.md, " << section.name << ": " << key << " is not taken");
  }
}

TEST_CASE("docs/pack.md names every type, cast failure and function") {
  for (const std::string& type : type_names()) CHECK_MESSAGE(stands_there(type), type);
  for (std::string_view why : failure_names()) CHECK_MESSAGE(stands_there(why), why);
  for (const std::string& function : sql_functions())
    CHECK_MESSAGE(stands_there(function), function);
}

TEST_CASE("docs/pack.md names every fault code of the loader") {
  std::set<std::string> codes;
  for (const auto& entry : fs::recursive_directory_iterator(DIAODU_SOURCE_DIR "/src/pack")) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".cpp") || name.ends_with("_test.cpp")) continue;
    const std::string text = read(entry.path());
    const std::regex code("\"(pack\\.[a-z_]+)\"");
    for (std::sregex_iterator at(text.begin(), text.end(), code), end; at != end; ++at)
      codes.insert((*at)[1]);
  }
  codes.erase("pack.toml");
  CHECK(codes.size() > 20);
  for (const std::string& code : codes) CHECK_MESSAGE(stands_there(code), code);
}
