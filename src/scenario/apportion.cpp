#include "scenario/apportion.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.hpp"

namespace diaodu::scenario {

std::vector<int64_t> apportion(int64_t total, const std::vector<double>& weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<int64_t> shares(weights.size(), 0);
  if (total == 0) return shares;
  CHECK(sum > 0, "a total to apportion, but no weight");
  std::vector<std::pair<double, size_t>> remainders(weights.size());
  int64_t given = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    const double exact = static_cast<double>(total) * (weights[i] / sum);
    shares[i] = static_cast<int64_t>(std::floor(exact));
    given += shares[i];
    remainders[i] = {static_cast<double>(shares[i]) - exact, i};  // most negative first
  }
  std::sort(remainders.begin(), remainders.end());
  for (size_t i = 0; given < total; i = (i + 1) % remainders.size()) {
    if (weights[remainders[i].second] <= 0) continue;
    ++shares[remainders[i].second], ++given;
  }
  return shares;
}

std::vector<int64_t> apportion_capped(int64_t total, const std::vector<double>& weights,
                                      const std::vector<int64_t>& caps) {
  CHECK(total <= std::accumulate(caps.begin(), caps.end(), int64_t{0}), "more than the caps hold");
  std::vector<int64_t> shares(weights.size(), 0);
  int64_t left = total;
  while (left > 0) {
    std::vector<double> open(weights.size(), 0);
    double sum = 0;
    for (size_t i = 0; i < weights.size(); ++i)
      if (shares[i] < caps[i]) open[i] = std::max(weights[i], 1e-9), sum += open[i];
    CHECK(sum > 0, "nothing left that can take more");
    const std::vector<int64_t> more = apportion(left, open);
    for (size_t i = 0; i < weights.size(); ++i) {
      const int64_t taken = std::min(more[i], caps[i] - shares[i]);
      shares[i] += taken;
      left -= taken;
    }
  }
  return shares;
}

}  // namespace diaodu::scenario
