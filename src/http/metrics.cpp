#include "http/metrics.hpp"

#include <string_view>

namespace diaodu::http {
namespace {

// A number without noughts at its end: 0.0025, 1, 5.
std::string seconds_text(double value) {
  std::string out = std::to_string(value);
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out;
}

void head(std::string& out, std::string_view name, std::string_view kind, std::string_view help) {
  out.append("# HELP diaodu_http_").append(name).append(" ").append(help).append("\n");
  out.append("# TYPE diaodu_http_").append(name).append(" ").append(kind).append("\n");
}
void line(std::string& out, std::string_view name, std::string_view labels,
          std::string_view value) {
  out.append("diaodu_http_").append(name);
  if (!labels.empty()) out.append("{").append(labels).append("}");
  out.append(" ").append(value).append("\n");
}
void single(std::string& out, std::string_view name, std::string_view kind, std::string_view help,
            uint64_t value) {
  head(out, name, kind, help);
  line(out, name, "", std::to_string(value));
}

std::string route_labels(const std::pair<std::string, std::string>& route) {
  return "method=\"" + route.first + "\",route=\"" + route.second + "\"";
}

void route_lines(std::string& out, const Metrics& metrics) {
  head(out, "requests_total", "counter", "Requests answered, by route and status.");
  for (const auto& [route, one] : metrics.routes)
    for (const auto& [status, count] : one.by_status)
      line(out, "requests_total",
           route_labels(route) + ",status=\"" + std::to_string(status) + "\"",
           std::to_string(count));
  head(out, "request_seconds", "histogram", "From the whole head to the end of the answer.");
  for (const auto& [route, one] : metrics.routes) {
    uint64_t up_to = 0;
    for (size_t i = 0; i < kLatencySeconds.size(); ++i) {
      up_to += one.by_latency[i];
      line(out, "request_seconds_bucket",
           route_labels(route) + ",le=\"" + seconds_text(kLatencySeconds[i]) + "\"",
           std::to_string(up_to));
    }
    line(out, "request_seconds_bucket", route_labels(route) + ",le=\"+Inf\"",
         std::to_string(one.count));
    line(out, "request_seconds_sum", route_labels(route), std::to_string(one.seconds));
    line(out, "request_seconds_count", route_labels(route), std::to_string(one.count));
  }
  head(out, "refused_total", "counter", "Requests and connections refused by the server itself.");
  for (const auto& [code, count] : metrics.refused)
    line(out, "refused_total", "code=\"" + code + "\"", std::to_string(count));
}

}  // namespace

std::string metrics_text(const Metrics& metrics) {
  std::string out;
  route_lines(out, metrics);
  single(out, "connections_accepted_total", "counter", "Connections accepted.",
         metrics.connections_accepted);
  single(out, "connections_refused_total", "counter", "Connections above a limit.",
         metrics.connections_refused);
  single(out, "connections_open", "gauge", "Connections open now.", metrics.connections_open);
  single(out, "event_readers", "gauge", "Event streams open now.", metrics.event_readers);
  single(out, "queue_waiting", "gauge", "Requests that wait for a thread.", metrics.queue_waiting);
  single(out, "queue_max", "gauge", "How many may wait.", metrics.queue_max);
  single(out, "handlers_running", "gauge", "Handlers running now.", metrics.handlers_running);
  single(out, "received_bytes_total", "counter", "Bytes of requests.", metrics.bytes_received);
  single(out, "sent_bytes_total", "counter", "Bytes of answers.", metrics.bytes_sent);
  return out;
}

}  // namespace diaodu::http
