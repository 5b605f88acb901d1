#pragma once
// Reads one TOML table key by key and collects every fault with its place: unknown keys with "did
// you mean", wrong kinds, unknown choices. Keys are declared in keys.cpp, so that docs/pack.md can
// be held to them.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pack/pack.hpp"
#include "pack/toml_node.hpp"

namespace diaodu::pack {

// All faults of a load, in the order found.
class Faults {
 public:
  explicit Faults(std::string folder) : folder_(std::move(folder)) {}
  void add(std::string code, const Place& place, Words message, Words hint = {});
  // The hint is "Did you mean ...?" if a name is near, else `otherwise`.
  void add_unknown(std::string code, const Place& place, Words message, std::string_view typed,
                   const std::vector<std::string>& names, Words otherwise = {});
  void add(Error error) { all_.push_back(std::move(error)); }
  std::vector<Error> take() { return std::move(all_); }
  bool empty() const { return all_.empty(); }

 private:
  std::string folder_;
  std::vector<Error> all_;
};

// The keys a table of the format takes: keys_of("column") = {"name", "type", ...}. CHECKs the
// section.
const std::vector<std::string>& keys_of(std::string_view section);
// Every section with its keys, for docs/pack.md.
struct Section {
  std::string name;
  std::vector<std::string> keys;
};
const std::vector<Section>& all_sections();

class Reader {
 public:
  // Faults unknown keys at once; `section` names the keys.
  Reader(const Node& table, std::string file, std::string_view section, Faults& faults);

  Place place() const { return {file_, table_.line, table_.column}; }
  Place place_of(std::string_view key) const;  // of its value; of the table if absent
  const Node* node(std::string_view key) const;
  bool has(std::string_view key) const { return node(key) != nullptr; }

  std::string text(std::string_view key);       // "" if absent
  std::string must_text(std::string_view key);  // faults if absent or empty
  Words words(std::string_view key);            // "text" (both languages) or { zh, en }
  Words must_words(std::string_view key);
  bool flag(std::string_view key, bool otherwise);
  int whole(std::string_view key, int otherwise, int lowest, int highest);
  std::string number(std::string_view key);  // a number, or a text that is one: decimal text
  std::optional<Day> day(std::string_view key);
  std::vector<std::string> texts(std::string_view key);
  std::vector<const Node*> tables(std::string_view key);  // array of tables
  // One of `names`: its index, or `otherwise` if absent (and after a fault).
  size_t choice(std::string_view key, const std::vector<std::string>& names, size_t otherwise);
  std::optional<Level> level(std::string_view key);
  void missing(std::string_view key);  // faults: the key must be there

 private:
  void wrong_kind(const Node& node, std::string_view key, Words wanted);

  const Node& table_;
  std::string file_;
  std::string section_;
  Faults& faults_;
};

// A scalar as text, for cells of cases and settings of scenarios.
std::string scalar_text(const Node& node);
Words read_words(const Node& node, const std::string& file, Faults& faults);

}  // namespace diaodu::pack
