#include "api/boards.hpp"

#include <algorithm>
#include <vector>

namespace diaodu::api {
namespace {

constexpr size_t kSlotsMax = 512;
constexpr auto kLately = std::chrono::minutes(2);

}  // namespace

Result<Boards::Body> Boards::get(const std::string& key, int64_t round, const Make& make) {
  std::shared_ptr<Slot> slot;
  {
    std::unique_lock lock(mutex_);
    std::shared_ptr<Slot>& found = slots_[key];
    if (!found) found = std::make_shared<Slot>();
    slot = found;
    slot->asked = Clock::now();
    if (!slot->make) slot->make = make;
    made_.wait(lock, [&] { return slot->round >= round || !slot->is_made; });
    if (slot->round >= round) return slot->body;
    slot->is_made = true;
    drop_oldest();
  }
  return make_in(slot, round);
}

Boards::Body Boards::find(const std::string& key, int64_t round) {
  std::lock_guard lock(mutex_);
  const auto found = slots_.find(key);
  if (found == slots_.end() || !found->second->body) return nullptr;
  Slot& slot = *found->second;
  const Clock::time_point now = Clock::now();
  const bool comes_anew = now - slot.asked < kLately;
  slot.asked = now;
  return slot.round >= round || comes_anew ? slot.body : nullptr;
}

Result<Boards::Body> Boards::make_in(const std::shared_ptr<Slot>& slot, int64_t round) {
  Result<std::string> text = slot->make();
  Body body = text ? http::make_ready(std::move(text).value()) : nullptr;
  std::lock_guard lock(mutex_);
  slot->is_made = false;
  made_.notify_all();
  if (!body) {
    slot->body = nullptr;  // whoever asks next is told
    return std::move(text).error();
  }
  slot->body = body;
  slot->round = round;
  return body;
}

void Boards::refresh(int64_t round, std::chrono::milliseconds at_most) {
  const auto end = Clock::now() + at_most;
  std::vector<std::shared_ptr<Slot>> lately;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [key, slot] : slots_)
      if (slot->body && slot->round < round && Clock::now() - slot->asked < kLately)
        lately.push_back(slot);
    std::sort(lately.begin(), lately.end(), [](const auto& a, const auto& b) {
      return a->round != b->round ? a->round < b->round : a->asked > b->asked;
    });
  }
  for (const std::shared_ptr<Slot>& slot : lately) {
    if (Clock::now() > end) return;
    {
      std::lock_guard lock(mutex_);
      if (slot->is_made || slot->round >= round) continue;
      slot->is_made = true;
    }
    (void)make_in(slot, round);
  }
}

void Boards::drop_oldest() {
  if (slots_.size() <= kSlotsMax) return;
  const auto oldest = std::min_element(
      slots_.begin(), slots_.end(),
      [](const auto& a, const auto& b) { return a.second->asked < b.second->asked; });
  slots_.erase(oldest);
}

}  // namespace diaodu::api
