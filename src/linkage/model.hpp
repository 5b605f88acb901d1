#pragma once
// Fellegi-Sunter: how much each field says for or against two rows being the same person, learned
// from how often each pattern of levels occurs. There are a few hundred patterns, whatever the
// number of pairs, so learning costs nothing.
#include <array>
#include <cstdint>
#include <vector>

#include "linkage/compare.hpp"

namespace diaodu::linkage {

using Levels = std::vector<uint8_t>;  // one a field

// Numbers the patterns: the levels of all fields as one number.
class Patterns {
 public:
  explicit Patterns(std::vector<Likeness> fields);
  size_t count() const { return count_; }
  size_t fields() const { return fields_.size(); }
  size_t levels(size_t field) const { return levels_of(fields_[field]); }
  uint32_t step(size_t field) const { return steps_[field]; }
  size_t level(uint32_t pattern, size_t field) const {
    return pattern / steps_[field] % levels(field);
  }

 private:
  std::vector<Likeness> fields_;
  std::vector<uint32_t> steps_;
  size_t count_ = 1;
};

using Counts = std::vector<double>;  // pairs of each pattern

struct FieldWeights {
  std::array<double, kLevelsMax> same{}, chance{};  // how often: among the same, by chance
  double weight(size_t level) const;                // bits for (+) or against (-)
};

struct Model {
  std::vector<FieldWeights> fields;
  double prior = 0;  // that two rows taken at random are the same person

  double weight(const Patterns& patterns, uint32_t pattern) const;  // bits, the prior among them
};

// What a blocking rule brought: all its pairs, and the fields it makes equal, which tell nothing.
struct BlockCounts {
  Counts counts;
  std::vector<bool> is_blocked;  // by field
  double rows = 0;               // of theirs that it brings a pair for
};

// random: patterns of pairs taken at random, `pairs` in all being possible; found: those of all
// pairs that the blocking rules bring, each once.
Model learn(const Patterns& patterns, const Counts& random, const std::vector<BlockCounts>& blocks,
            const Counts& found, double pairs);

double probability(double weight);

}  // namespace diaodu::linkage
