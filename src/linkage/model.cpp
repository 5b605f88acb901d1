#include "linkage/model.hpp"

#include <cmath>
#include <numeric>

namespace diaodu::linkage {
namespace {

constexpr double kSameAtFirst = 0.9;   // before anything is learned
constexpr double kFirstWeighsAs = 20;  // pairs: with few of them what stood before holds
constexpr double kHalfSeen = 0.5;      // what was not seen by chance is rare, not impossible
constexpr int kRounds = 25;
constexpr double kPurityPower = 8;

double total(const Counts& counts) { return std::accumulate(counts.begin(), counts.end(), 0.0); }

double odds_to_probability(double bits) { return 1 / (1 + std::exp2(-bits)); }

class Learner {
 public:
  Learner(const Patterns& patterns, const Counts& random, const Counts& found, double pairs)
      : patterns_(patterns), random_(random), found_(found), pairs_(pairs) {
    model_.fields.resize(patterns.fields());
    for (size_t field = 0; field < patterns.fields(); ++field)
      for (size_t level = 1; level < patterns.levels(field); ++level)
        model_.fields[field].same[level] = at_first(field, level);
  }

  Model learn(const std::vector<BlockCounts>& blocks) {
    by_chance(nullptr);
    std::vector<FieldWeights> sums(patterns_.fields());
    for (const BlockCounts& block : blocks) within(block, sums);
    for (size_t field = 0; field < patterns_.fields(); ++field) set_same(field, sums[field].same);
    // What was taken at random holds some that are the same (all of them in a small list).
    for (int round = 0; round < kRounds; ++round) {
      set_prior();
      by_chance(&model_);
    }
    return model_;
  }

 private:
  double at_first(size_t field, size_t level) const {
    return level == 1 ? kSameAtFirst
                      : (1 - kSameAtFirst) / static_cast<double>(patterns_.levels(field) - 2);
  }

  // Shares of levels, from sums by level and what was thought at first.
  void set_same(size_t field, const std::array<double, kLevelsMax>& sums) {
    const double all = std::accumulate(sums.begin() + 1, sums.end(), 0.0);
    for (size_t level = 1; level < patterns_.levels(field); ++level)
      model_.fields[field].same[level] =
          (sums[level] + kFirstWeighsAs * at_first(field, level)) / (all + kFirstWeighsAs);
  }

  void by_chance(const Model* known) {
    std::vector<std::array<double, kLevelsMax>> sums(patterns_.fields());
    for (uint32_t pattern = 0; pattern < patterns_.count(); ++pattern) {
      if (random_[pattern] == 0) continue;
      const double differ =
          known ? 1 - odds_to_probability(known->weight(patterns_, pattern)) : 1.0;
      for (size_t field = 0; field < patterns_.fields(); ++field)
        sums[field][patterns_.level(pattern, field)] += random_[pattern] * differ;
    }
    for (size_t field = 0; field < patterns_.fields(); ++field) {
      const size_t levels = patterns_.levels(field);
      const double all = std::accumulate(sums[field].begin() + 1, sums[field].end(), 0.0);
      for (size_t level = 1; level < levels; ++level)
        model_.fields[field].chance[level] =
            (sums[field][level] + kHalfSeen) / (all + kHalfSeen * static_cast<double>(levels - 1));
    }
  }

  // EM over one rule's pairs, without the fields it makes equal; what it learned is added to sums,
  // with as much weight as it found pairs of the same.
  void within(const BlockCounts& block, std::vector<FieldWeights>& sums) const {
    const double all = total(block.counts);
    if (all == 0) return;
    Model here = model_;
    here.prior = 0.1;
    std::vector<FieldWeights> seen;
    for (int round = 0; round < kRounds; ++round) {
      seen.assign(patterns_.fields(), {});
      double same = 0;
      for (uint32_t pattern = 0; pattern < patterns_.count(); ++pattern) {
        if (block.counts[pattern] == 0) continue;
        double bits = std::log2(here.prior / (1 - here.prior));
        for (size_t field = 0; field < patterns_.fields(); ++field)
          if (!block.is_blocked[field])
            bits += here.fields[field].weight(patterns_.level(pattern, field));
        const double sum = block.counts[pattern] * odds_to_probability(bits);
        same += sum;
        for (size_t field = 0; field < patterns_.fields(); ++field)
          seen[field].same[patterns_.level(pattern, field)] += sum;
      }
      here.prior = std::min(0.999, std::max(same / all, 0.5 / all));
      Learner next(*this);
      for (size_t field = 0; field < patterns_.fields(); ++field) {
        if (block.is_blocked[field]) continue;
        next.set_same(field, seen[field].same);
        here.fields[field].same = next.model_.fields[field].same;
      }
    }
    // A row is one person at most: where far more pairs than rows seem the same, they are brothers
    // of one house with one telephone, and what they teach is wrong.
    const double purity = std::pow(std::min(1.0, block.rows / (here.prior * all)), kPurityPower);
    for (size_t field = 0; field < patterns_.fields(); ++field)
      if (!block.is_blocked[field])
        for (size_t level = 0; level < kLevelsMax; ++level)
          sums[field].same[level] += purity * seen[field].same[level];
  }

  void set_prior() {
    if (model_.prior == 0) model_.prior = std::min(0.5, 1 / std::sqrt(pairs_ + 1));
    for (int round = 0; round < 5; ++round) {
      double same = 0;
      for (uint32_t pattern = 0; pattern < patterns_.count(); ++pattern)
        if (found_[pattern] > 0)
          same += found_[pattern] * odds_to_probability(model_.weight(patterns_, pattern));
      model_.prior = std::min(0.5, std::max(same, kHalfSeen) / (pairs_ + 1));
    }
  }

  const Patterns& patterns_;
  const Counts& random_;
  const Counts& found_;
  double pairs_;
  Model model_;
};

}  // namespace

Patterns::Patterns(std::vector<Likeness> fields) : fields_(std::move(fields)) {
  for (const Likeness field : fields_) {
    steps_.push_back(static_cast<uint32_t>(count_));
    count_ *= levels_of(field);
  }
}

double FieldWeights::weight(size_t level) const {
  return level == 0 ? 0 : std::log2(same[level] / chance[level]);
}

double Model::weight(const Patterns& patterns, uint32_t pattern) const {
  double bits = std::log2(prior / (1 - prior));
  for (size_t field = 0; field < fields.size(); ++field)
    bits += fields[field].weight(patterns.level(pattern, field));
  return bits;
}

double probability(double weight) { return odds_to_probability(weight); }

Model learn(const Patterns& patterns, const Counts& random, const std::vector<BlockCounts>& blocks,
            const Counts& found, double pairs) {
  return Learner(patterns, random, found, pairs).learn(blocks);
}

}  // namespace diaodu::linkage
