#include "access/throttle.hpp"

#include <algorithm>

namespace diaodu::access {
namespace {

constexpr size_t kKeysMax = 100'000;  // then those that have run out are forgotten

int64_t wait_of(const std::deque<int64_t>& times, int max, int64_t seconds, int64_t now) {
  const auto count = static_cast<int>(times.size());
  if (count < max) return 0;
  return std::max<int64_t>(1, times[static_cast<size_t>(count - max)] + seconds - now);
}

}  // namespace

Throttle::Times& Throttle::times_of(const std::string& key, int64_t now) {
  Times& times = failures_[key];
  while (!times.empty() && times.front() + seconds_ <= now) times.pop_front();
  return times;
}

void Throttle::forget_old(int64_t now) {
  if (failures_.size() < kKeysMax) return;
  std::erase_if(failures_, [&](const auto& one) {
    return one.second.empty() || one.second.back() + seconds_ <= now;
  });
}

int64_t Throttle::begin(const std::string& login, const std::string& remote, int64_t now) {
  std::lock_guard lock(mutex_);
  forget_old(now);
  Times& by_login = times_of("l" + login, now);
  int64_t wait = wait_of(by_login, account_max_, seconds_, now);
  if (!remote.empty())
    wait = std::max(wait, wait_of(times_of("r" + remote, now), address_max_, seconds_, now));
  if (wait > 0) return wait;
  failures_["l" + login].push_back(now);
  if (!remote.empty()) failures_["r" + remote].push_back(now);
  return 0;
}

void Throttle::good(const std::string& login, const std::string& remote) {
  std::lock_guard lock(mutex_);
  failures_.erase("l" + login);
  Times& times = failures_["r" + remote];
  if (!times.empty()) times.pop_back();
}

void Throttle::neither(const std::string& login, const std::string& remote) {
  std::lock_guard lock(mutex_);
  for (const std::string& key : {"l" + login, "r" + remote}) {
    Times& times = failures_[key];
    if (!times.empty()) times.pop_back();
  }
}

void Throttle::add(const std::string& login, const std::string& remote, int64_t at) {
  std::lock_guard lock(mutex_);
  failures_["l" + login].push_back(at);
  if (!remote.empty()) failures_["r" + remote].push_back(at);
}

}  // namespace diaodu::access
