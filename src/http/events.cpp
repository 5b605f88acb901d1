#include "http/events.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <set>

#include "base/check.hpp"
#include "base/text.hpp"

namespace diaodu::http {
namespace {
constexpr size_t kKeptEvents = 64;  // of a topic, for those who come again
constexpr size_t kWaitingEventsMax = 64;
constexpr size_t kWaitingBytesMax = 256 * 1024;

struct Event {
  uint64_t number = 0;
  std::string wire;
};
using EventPointer = std::shared_ptr<const Event>;
}  // namespace

struct Subscription {
  std::set<std::string> topics;
  std::function<void()> wake;
  std::deque<EventPointer> waiting;
  size_t waiting_bytes = 0;
  bool is_dropped = false;
};

struct EventHub::Inside {
  struct Topic {
    std::deque<EventPointer> kept;
    uint64_t first_number = 0;  // events before this one are no longer kept
  };
  std::string epoch;  // ids of another run of the program are not ours
  std::mutex mutex;
  uint64_t last_number = 0;
  std::map<std::string, Topic> topics;
  std::set<std::shared_ptr<Subscription>> subscriptions;

  std::string id_of(uint64_t number) const { return epoch + "-" + std::to_string(number); }
  std::string reload() const {
    return "id: " + id_of(last_number) + "\nevent: reload\ndata: {}\n\n";
  }
  void replay(Subscription& to, std::string_view last_event_id) const;
};

EventHub::EventHub() : inside_(std::make_unique<Inside>()) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  inside_->epoch =
      std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}
EventHub::~EventHub() = default;

void EventHub::publish(const std::string& topic, std::string_view name, std::string_view data) {
  CHECK(is_identifier(name), "the name of an event is an identifier");
  CHECK(data.find_first_of("\r\n") == std::string_view::npos, "the data of an event is one line");
  std::vector<std::function<void()>> wakes;
  {
    const std::lock_guard lock(inside_->mutex);
    auto event = std::make_shared<Event>();
    event->number = ++inside_->last_number;
    event->wire = "id: " + inside_->id_of(event->number) + "\nevent: " + std::string(name) +
                  "\ndata: " + std::string(data) + "\n\n";
    auto& kept = inside_->topics[topic];
    kept.kept.push_back(event);
    if (kept.kept.size() > kKeptEvents) {
      kept.first_number = kept.kept.front()->number + 1;
      kept.kept.pop_front();
    }
    for (const auto& reader : inside_->subscriptions) {
      if (reader->is_dropped || reader->topics.count(topic) == 0) continue;
      reader->waiting.push_back(event);
      reader->waiting_bytes += event->wire.size();
      if (reader->waiting.size() > kWaitingEventsMax || reader->waiting_bytes > kWaitingBytesMax) {
        reader->is_dropped = true;
        reader->waiting.clear();
      }
      wakes.push_back(reader->wake);
    }
  }
  for (const auto& wake : wakes) wake();
}

size_t EventHub::readers() const {
  const std::lock_guard lock(inside_->mutex);
  return inside_->subscriptions.size();
}

void EventHub::Inside::replay(Subscription& to, std::string_view last_event_id) const {
  if (last_event_id.empty()) return;
  const auto reload_it = [&] {
    auto event = std::make_shared<Event>();
    event->number = last_number;
    event->wire = reload();
    to.waiting = {event};
  };
  const std::string head = epoch + "-";
  if (last_event_id.substr(0, head.size()) != head) return reload_it();
  uint64_t seen = 0;
  const std::string_view digits = last_event_id.substr(head.size());
  if (digits.empty() || digits.size() > 18) return reload_it();
  for (char c : digits) {
    if (c < '0' || c > '9') return reload_it();
    seen = seen * 10 + static_cast<uint64_t>(c - '0');
  }
  for (const std::string& name : to.topics) {
    const auto topic = topics.find(name);
    if (topic == topics.end()) continue;
    if (seen + 1 < topic->second.first_number) return reload_it();
    for (const EventPointer& event : topic->second.kept)
      if (event->number > seen) to.waiting.push_back(event);
  }
  std::sort(to.waiting.begin(), to.waiting.end(),
            [](const auto& a, const auto& b) { return a->number < b->number; });
  if (to.waiting.size() > kWaitingEventsMax) reload_it();
}

std::shared_ptr<Subscription> EventHub::subscribe(const std::vector<std::string>& topics,
                                                  std::string_view last_event_id,
                                                  std::function<void()> wake) {
  auto reader = std::make_shared<Subscription>();
  reader->topics.insert(topics.begin(), topics.end());
  reader->wake = std::move(wake);
  const std::lock_guard lock(inside_->mutex);
  inside_->replay(*reader, last_event_id);
  for (const EventPointer& event : reader->waiting) reader->waiting_bytes += event->wire.size();
  inside_->subscriptions.insert(reader);
  return reader;
}

void EventHub::unsubscribe(const std::shared_ptr<Subscription>& subscription) {
  const std::lock_guard lock(inside_->mutex);
  inside_->subscriptions.erase(subscription);
}

bool EventHub::take(const std::shared_ptr<Subscription>& subscription, std::string& wire) {
  const std::lock_guard lock(inside_->mutex);
  if (subscription->is_dropped) return false;
  wire.clear();
  for (const EventPointer& event : subscription->waiting) wire += event->wire;
  subscription->waiting.clear();
  subscription->waiting_bytes = 0;
  return true;
}

}  // namespace diaodu::http
