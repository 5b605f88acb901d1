#include "api/once.hpp"

namespace diaodu::api {
namespace {

constexpr size_t kKeptMax = 4096;
constexpr size_t kBodyBytesMax = 256 * 1024;

}  // namespace

Once::Looked Once::begin(const std::string& key, const std::string& digest) {
  std::lock_guard lock(mutex_);
  const auto [at, is_new] = known_.try_emplace(key, One{digest, nullptr});
  if (is_new) return {};
  if (at->second.digest != digest) return {Found::other, nullptr};
  if (!at->second.reply) return {Found::running, nullptr};
  return {Found::again, at->second.reply};
}

void Once::keep(const std::string& key, const http::Reply& reply) {
  std::lock_guard lock(mutex_);
  if (reply.file || reply.body.size() > kBodyBytesMax) {
    known_.erase(key);
    return;
  }
  known_[key].reply = std::make_shared<const http::Reply>(reply);
  order_.push_back(key);
  while (order_.size() > kKeptMax) {
    known_.erase(order_.front());
    order_.pop_front();
  }
}

void Once::forget(const std::string& key) {
  std::lock_guard lock(mutex_);
  known_.erase(key);
}

}  // namespace diaodu::api
