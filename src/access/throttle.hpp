#pragma once
// Counts log-ins that were refused, by account and by address. An attempt counts before its
// password is looked at, so that many at one time are no way round. Internal to access/.
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

namespace diaodu::access {

class Throttle {
 public:
  Throttle(int account_max, int address_max, int64_t seconds)
      : account_max_(account_max), address_max_(address_max), seconds_(seconds) {}
  // Seconds until the next attempt may be made; 0: this one may, and is counted.
  int64_t begin(const std::string& login, const std::string& remote, int64_t now);
  // It was right: it does not count, and what was counted for the account is forgotten.
  void good(const std::string& login, const std::string& remote);
  // It was neither right nor wrong (a code is still to come): it does not count.
  void neither(const std::string& login, const std::string& remote);
  void add(const std::string& login, const std::string& remote, int64_t at);  // from the audit

 private:
  using Times = std::deque<int64_t>;
  Times& times_of(const std::string& key, int64_t now);
  void forget_old(int64_t now);
  std::mutex mutex_;
  int account_max_, address_max_;
  int64_t seconds_;
  std::unordered_map<std::string, Times> failures_;  // "l" + login, "r" + remote
};

}  // namespace diaodu::access
