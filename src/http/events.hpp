#pragma once
// Server-sent events: who is told when something happened. An event carries what everybody who may
// subscribe may know ("round 42 is sealed"); what differs from reader to reader is fetched by him.
// A reader who is slow (more than 64 events or 256 KB behind) is dropped and comes again with
// Last-Event-ID: what he missed is sent, or one event "reload" when that is too long ago.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace diaodu::http {

struct Subscription;

class EventHub {
 public:
  EventHub();
  ~EventHub();
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;

  // From any thread; never waits for a reader. `name` is an identifier, `data` JSON on one line.
  void publish(const std::string& topic, std::string_view name, std::string_view data);
  size_t readers() const;

  // For the server: `wake` is called (from the publisher's thread) when something is to be taken.
  std::shared_ptr<Subscription> subscribe(const std::vector<std::string>& topics,
                                          std::string_view last_event_id,
                                          std::function<void()> wake);
  void unsubscribe(const std::shared_ptr<Subscription>& subscription);
  // What waits for this reader, as it goes over the wire; false when he is to be dropped.
  bool take(const std::shared_ptr<Subscription>& subscription, std::string& wire);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace diaodu::http
