#pragma once
// Which rows of two lists are the same person, where no key says so. Blocking rules bring the pairs
// that are looked at; each gets a weight from the levels of its fields (model.hpp). A row of the
// second list is one person at most: its candidates share the probability.
#include <string>
#include <vector>

#include "base/result.hpp"
#include "linkage/model.hpp"

namespace diaodu::linkage {

struct Spec {
  std::vector<Field> fields;
  std::vector<Block> blocks;
  double review = 0.5;    // pairs less probable are left out
  double propose = 0.95;  // pairs more probable are proposed
};

struct Pair {
  uint32_t ours, theirs;  // rows
  uint32_t pattern;
  double weight;       // bits
  double probability;  // among the candidates of the row of theirs
};

struct Linked {
  std::vector<Pair> pairs;  // from `review` on, by row of theirs, the most probable first
  Patterns patterns;
  Model model;
  uint64_t compared = 0;  // pairs looked at
  // Pairs left out because far too many rows have the same in a block: by rule.
  std::vector<uint64_t> crowded;
};

constexpr uint64_t kPairsMax = 200'000'000;
constexpr uint64_t kCrowd = 20'000;  // rows of ours that have the same as one of theirs

// Error linkage.too_many_pairs, linkage.too_many_rows.
Result<Linked> link(const Spec& spec, const store::Batch& ours, const store::Batch& theirs,
                    int threads);

}  // namespace diaodu::linkage
