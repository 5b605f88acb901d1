#pragma once
// comparisons/NAME.toml: how a register is held against a list from another office, which is a
// register like any other. The loader makes ordinary rules of it, so that differences are ordinary
// findings; no list overwrites a value.
#include <string>
#include <utility>
#include <vector>

#include "pack/pack.hpp"

namespace diaodu::pack {

using ColumnPair = std::pair<std::string, std::string>;  // of ours, of theirs

struct ComparedField {
  enum class Way { exact, number, percent, days };
  ColumnPair columns;
  Way way = Way::exact;
  std::string within;  // a number as text; empty where exact
};

// A field by which rows are linked where the key is damaged or missing.
struct LinkField {
  ColumnPair columns;
  std::string as;  // name, day, area, code, same
};
struct LinkPart {
  size_t field = 0;  // of `link`
  bool sound = false;
  int digits = 0;  // 0: the whole value
};

struct Comparison {
  std::string id;
  Words name;
  std::string ours, theirs;  // registers
  std::vector<ColumnPair> key;
  std::vector<ColumnPair> covers;  // the same in any row of theirs: the list speaks of that part
  std::string where_ours, where_theirs;  // SQL over one row: which rows are compared
  std::string settled;                   // column: what stands there answers the difference
  std::vector<ComparedField> fields;
  bool only_here = false, only_there = false, both = false;  // differences looked for
  bool asks_theirs = true;  // whose record a difference in a field stands at first
  int days = 0;             // allowed for the answer
  std::string basis;
  std::vector<LinkField> link;
  std::vector<std::vector<LinkPart>> blocks;
  double propose = 0.95, review = 0.5;
  Place place;
};

// The rules it stands for, in the order in which they are told: rule id "<comparison>_<what>".
struct ComparisonRule {
  std::string register_id;
  std::string what;  // only_there, only_here, both, or the column that differs, of that register
};
std::vector<ComparisonRule> rules_of(const Comparison& of);

// Those of a pack that was loaded without faults, by name.
Result<std::vector<Comparison>> comparisons_of(const Pack& pack);

}  // namespace diaodu::pack
