#pragma once
// The prepared statements of one session, the least recently used dropped first.
#include <functional>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>

namespace diaodu::store {

template <typename Statement>
class StatementCache {
 public:
  Statement* find(const std::string& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
  }
  // The pointer holds until the next add or clear.
  Statement* add(const std::string& key, Statement statement) {
    if (entries_.size() >= kStatementsMax) {
      index_.erase(entries_.back().first);
      entries_.pop_back();
    }
    entries_.emplace_front(key, std::move(statement));
    index_[key] = entries_.begin();
    return &entries_.front().second;
  }
  void clear() { index_.clear(), entries_.clear(); }

  static constexpr size_t kStatementsMax = 200;

 private:
  using Entries = std::list<std::pair<std::string, Statement>>;
  Entries entries_;
  std::unordered_map<std::string, typename Entries::iterator> index_;
};

}  // namespace diaodu::store
