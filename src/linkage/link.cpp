#include "linkage/link.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <thread>
#include <tuple>

namespace diaodu::linkage {
namespace {

constexpr size_t kRandomPairs = 4'000'000, kRandomRows = 2'000, kRowsMax = 100'000'000;
constexpr uint64_t kMix = 0x9e3779b97f4a7c15ULL;

// Rows by key: those of a bucket lie together, with as much of the key as tells most others apart.
class Index {
 public:
  Index(const List& list, size_t block) {
    while ((size_t{1} << bits_) < list.rows() && bits_ < 24) ++bits_;
    std::vector<uint64_t> keys(list.rows());
    ends_.assign((size_t{1} << bits_) + 2, 0);
    for (size_t row = 0; row < keys.size(); ++row) {
      keys[row] = list.key(block, row);
      if (keys[row]) ++ends_[bucket(keys[row]) + 2];
    }
    for (size_t at = 2; at < ends_.size(); ++at) ends_[at] += ends_[at - 1];
    entries_.resize(ends_.back());
    for (size_t row = 0; row < keys.size(); ++row)
      if (keys[row])
        entries_[ends_[bucket(keys[row]) + 1]++] = {static_cast<uint32_t>(keys[row]),
                                                    static_cast<uint32_t>(row)};
  }

  void rows_of(uint64_t key, std::vector<uint32_t>& out) const {
    out.clear();
    if (key == 0) return;
    const size_t at = bucket(key);
    for (uint32_t entry = ends_[at]; entry < ends_[at + 1]; ++entry)
      if (entries_[entry].key == static_cast<uint32_t>(key)) out.push_back(entries_[entry].row);
  }

 private:
  struct Entry {
    uint32_t key, row;
  };
  size_t bucket(uint64_t key) const { return (key * kMix) >> (64 - bits_); }

  int bits_ = 1;
  std::vector<uint32_t> ends_;  // from one to the next: a bucket
  std::vector<Entry> entries_;
};

struct Found {
  uint32_t ours, theirs, pattern;
};

// What one thread finds.
struct Share {
  std::vector<Found> pairs;
  std::vector<Counts> by_block;
  Counts all;
  std::vector<uint64_t> crowded, rows;  // by block
  bool is_too_many = false;
};

class Linking {
 public:
  Linking(const Spec& spec, const store::Batch& ours, const store::Batch& theirs, int threads)
      : spec_(spec),
        threads_(static_cast<size_t>(std::max(1, threads))),
        ours_(spec.fields, spec.blocks, ours),
        theirs_(spec.fields, spec.blocks, theirs),
        patterns_(kinds(spec)) {}

  Result<Linked> run();

 private:
  static std::vector<Likeness> kinds(const Spec& spec) {
    std::vector<Likeness> out;
    for (const Field& field : spec.fields) out.push_back(field.kind);
    return out;
  }

  uint32_t pattern(size_t ours, size_t theirs) const {
    uint32_t out = 0;
    for (size_t field = 0; field < spec_.fields.size(); ++field)
      out += patterns_.step(field) *
             static_cast<uint32_t>(List::level(field, ours_, ours, theirs_, theirs));
    return out;
  }

  template <typename Body>
  void in_parallel(size_t parts, Body body) const {
    std::vector<std::jthread> threads;
    for (size_t thread = 1; thread < threads_; ++thread)
      threads.emplace_back([&body, thread, parts, this] {
        for (size_t part = thread; part < parts; part += threads_) body(part);
      });
    for (size_t part = 0; part < parts; part += threads_) body(part);
  }

  void make_index();
  void find(size_t row_from, size_t row_to, Share& share) const;
  Counts random() const;
  std::vector<BlockCounts> counted(const std::vector<Share>& shares) const;
  void keep(const std::vector<Share>& shares, Linked& out) const;

  const Spec& spec_;
  size_t threads_;
  List ours_, theirs_;
  Patterns patterns_;
  std::vector<Index> index_;
};

void Linking::make_index() {
  std::vector<std::optional<Index>> made(spec_.blocks.size());
  in_parallel(made.size(), [&](size_t block) { made[block].emplace(ours_, block); });
  for (std::optional<Index>& one : made) index_.push_back(std::move(*one));
}

// A pair counts for each rule that brings it, and is kept once, by the first of them.
void Linking::find(size_t row_from, size_t row_to, Share& share) const {
  const size_t blocks = spec_.blocks.size();
  share.by_block.assign(blocks, Counts(patterns_.count()));
  share.all.assign(patterns_.count(), 0);
  share.crowded.assign(blocks, 0);
  share.rows.assign(blocks, 0);
  std::vector<std::vector<uint32_t>> rows(blocks);
  for (size_t row = row_from; row < row_to; ++row) {
    for (size_t block = 0; block < blocks; ++block) {
      index_[block].rows_of(theirs_.key(block, row), rows[block]);
      share.rows[block] += !rows[block].empty();
      if (rows[block].size() <= kCrowd) continue;
      share.crowded[block] += rows[block].size();
      rows[block].clear();
    }
    for (size_t block = 0; block < blocks; ++block) {
      for (const uint32_t one : rows[block]) {
        const auto brings = [&](size_t other) {
          return !rows[other].empty() && List::share(other, ours_, one, theirs_, row);
        };
        bool is_seen = !brings(block);  // two keys that end alike
        for (size_t before = 0; before < block && !is_seen; ++before) is_seen = brings(before);
        if (is_seen) continue;
        const uint32_t pattern = this->pattern(one, row);
        for (size_t later = block; later < blocks; ++later)
          if (brings(later)) ++share.by_block[later][pattern];
        ++share.all[pattern];
        share.pairs.push_back({one, static_cast<uint32_t>(row), pattern});
      }
    }
    if (share.pairs.size() > kPairsMax / threads_) {
      share.is_too_many = true;
      return;
    }
  }
}

// Of small lists every pair.
Counts Linking::random() const {
  Counts counts(patterns_.count());
  if (ours_.rows() * theirs_.rows() <= kRandomPairs) {
    for (size_t ours = 0; ours < ours_.rows(); ++ours)
      for (size_t theirs = 0; theirs < theirs_.rows(); ++theirs) ++counts[pattern(ours, theirs)];
    return counts;
  }
  // Some rows of each, and all pairs of those.
  std::mt19937_64 chance(1);  // the same each time
  std::vector<size_t> some_ours(std::min(kRandomRows, ours_.rows()));
  for (size_t& one : some_ours) one = chance() % ours_.rows();
  for (size_t at = 0; at < kRandomPairs / some_ours.size(); ++at) {
    const size_t theirs = chance() % theirs_.rows();
    for (const size_t ours : some_ours) ++counts[pattern(ours, theirs)];
  }
  return counts;
}

std::vector<BlockCounts> Linking::counted(const std::vector<Share>& shares) const {
  std::vector<BlockCounts> out;
  for (size_t block = 0; block < spec_.blocks.size(); ++block) {
    BlockCounts one{Counts(patterns_.count()), std::vector<bool>(spec_.fields.size()), 0};
    for (const Share& share : shares) one.rows += static_cast<double>(share.rows[block]);
    for (const Share& share : shares)
      for (size_t at = 0; at < one.counts.size(); ++at) one.counts[at] += share.by_block[block][at];
    for (const Part& part : spec_.blocks[block]) one.is_blocked[part.field] = true;
    out.push_back(std::move(one));
  }
  return out;
}

// The candidates of a row of theirs exclude one another: two that fit as well get half each.
void Linking::keep(const std::vector<Share>& shares, Linked& out) const {
  std::vector<double> odds(patterns_.count()), weights(patterns_.count());
  for (uint32_t pattern = 0; pattern < patterns_.count(); ++pattern) {
    weights[pattern] = out.model.weight(patterns_, pattern);
    odds[pattern] = std::exp2(weights[pattern]);
  }
  std::vector<double> sums(theirs_.rows(), 1);
  for (const Share& share : shares)
    for (const Found& pair : share.pairs) sums[pair.theirs] += odds[pair.pattern];
  for (const Share& share : shares)
    for (const Found& pair : share.pairs) {
      const double probability = odds[pair.pattern] / sums[pair.theirs];
      if (probability >= spec_.review || (odds[pair.pattern] >= 1 && probability >= 0.1))
        out.pairs.push_back(
            {pair.ours, pair.theirs, pair.pattern, weights[pair.pattern], probability});
    }
  std::ranges::sort(out.pairs, [](const Pair& a, const Pair& b) {
    return std::tuple(a.theirs, -a.weight, a.ours) < std::tuple(b.theirs, -b.weight, b.ours);
  });
}

Result<Linked> Linking::run() {
  make_index();
  std::vector<Share> shares(threads_);
  const size_t step = theirs_.rows() / threads_ + 1;
  in_parallel(threads_, [&](size_t thread) {
    find(std::min(theirs_.rows(), thread * step), std::min(theirs_.rows(), (thread + 1) * step),
         shares[thread]);
  });
  Linked out{{}, patterns_, {}, 0, std::vector<uint64_t>(spec_.blocks.size())};
  Counts all(patterns_.count());
  for (const Share& share : shares) {
    if (share.is_too_many)
      return Error{"linkage.too_many_pairs",
                   {"按这些分块规则要比较的记录对太多", "the blocking rules bring too many pairs"},
                   {"在分块规则里多写一列，或按较小的地区比对",
                    "name one more column in the blocking rules, or ask about a smaller area"},
                   {},
                   {}};
    out.compared += share.pairs.size();
    for (size_t at = 0; at < all.size(); ++at) all[at] += share.all[at];
    for (size_t block = 0; block < out.crowded.size(); ++block)
      out.crowded[block] += share.crowded[block];
  }
  const double pairs = static_cast<double>(ours_.rows()) * static_cast<double>(theirs_.rows());
  out.model = learn(patterns_, random(), counted(shares), all, pairs);
  keep(shares, out);
  return out;
}

}  // namespace

Result<Linked> link(const Spec& spec, const store::Batch& ours, const store::Batch& theirs,
                    int threads) {
  if (ours.rows() > kRowsMax || theirs.rows() > kRowsMax)
    return Error{"linkage.too_many_rows",
                 {"一次最多比对一亿条", "at most a hundred million rows at once"},
                 {"按较小的地区比对", "ask about a smaller area"},
                 {},
                 {}};
  if (ours.rows() == 0 || theirs.rows() == 0) {
    const Patterns patterns({});
    return Linked{{}, patterns, {}, 0, std::vector<uint64_t>(spec.blocks.size())};
  }
  return Linking(spec, ours, theirs, threads).run();
}

}  // namespace diaodu::linkage
