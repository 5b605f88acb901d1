#pragma once
// Largest remainder (Hamilton): whole shares of a total that add up to it exactly.
#include <cstdint>
#include <vector>

namespace diaodu::scenario {

// shares[i] ~ total * weights[i] / sum, ties by index. All weights 0: all shares 0 (then total must
// be 0).
std::vector<int64_t> apportion(int64_t total, const std::vector<double>& weights);
// The same, no share above its cap; what a cap cuts off goes to the others. CHECKs total <= sum of
// caps.
std::vector<int64_t> apportion_capped(int64_t total, const std::vector<double>& weights,
                                      const std::vector<int64_t>& caps);

}  // namespace diaodu::scenario
