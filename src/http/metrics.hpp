#pragma once
// What the server counts, and its text for Prometheus. Routes are patterns, so the number of series
// is bounded and no key of a record stands in them.
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

namespace diaodu::http {

inline constexpr std::array<double, 11> kLatencySeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                        0.1,   0.25,   0.5,   1,    5};
struct RouteMetrics {
  std::map<unsigned, uint64_t> by_status;
  std::array<uint64_t, kLatencySeconds.size() + 1> by_latency{};  // last: above all
  double seconds = 0;
  uint64_t count = 0;
};

struct Metrics {
  std::map<std::pair<std::string, std::string>, RouteMetrics> routes;  // (method, pattern)
  std::map<std::string, uint64_t> refused;  // code of the problem -> requests never handled
  uint64_t connections_accepted = 0, connections_refused = 0, connections_open = 0;
  uint64_t event_readers = 0;
  uint64_t queue_waiting = 0, queue_max = 0, handlers_running = 0;
  uint64_t bytes_received = 0, bytes_sent = 0;
};

// Prometheus text, names diaodu_http_*.
std::string metrics_text(const Metrics& metrics);

}  // namespace diaodu::http
