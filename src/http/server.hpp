#pragma once
// The server: sockets in, requests to handlers on a pool, answers out. HTTP/1.1 without TLS (nginx
// does that in front, see docs/operate.md). Promised: each limit below is kept; an ambiguous head
// is refused and the connection closed (head.hpp); a handler never runs on an I/O thread; no more
// than one request of a connection is looked at at a time; stop() finishes what is in flight.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/events.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"

namespace diaodu::http {

struct Limits {
  using Seconds = std::chrono::duration<double>;
  size_t head_bytes_max = 16 * 1024;  // request line and fields as they come
  size_t field_bytes_max = 8 * 1024;  // the fields
  size_t fields_max = 64;
  size_t target_bytes_max = 4 * 1024;
  Seconds head_time{10};   // from its first byte to its last
  Seconds idle_time{30};   // between requests, and without a byte of a body
  Seconds body_grace{10};  // after which a body must come at ...
  double body_bytes_per_second = 1024;
  size_t requests_per_connection = 100;
  // When it is reached, who has kept us waiting longest (for a head, for more of a body, or by not
  // reading) makes room; when all are being served, a newcomer is told 503.
  size_t connections_max = 512;
  size_t connections_per_address = 32;  // IPv6: per /64; behind a trusted proxy: requests at once
  size_t event_readers_max = 256;
  uint64_t memory_bodies_max = 64 << 20;    // of all connections together
  uint64_t memory_answers_max = 256 << 20;  // likewise, of answers above 64 KB that are being sent
  size_t queue_max = 256;                   // requests that wait for a thread; above: 503
  Seconds event_heartbeat{15};
  Seconds event_stream_time{900};
  Seconds stop_time{10};
};

// A file of the pages, in the program itself. All views outlive the server.
struct StaticFile {
  std::string_view path;  // "/assets/index-3f2a.js"
  std::string_view content_type;
  std::string_view plain;
  std::string_view gzip;   // empty: not worth it
  std::string_view etag;   // with quotes
  bool is_hashed = false;  // the name changes with the content: cached for a year
};

struct AccessLine {  // no query, no key of a record: the route is a pattern
  std::string_view request_id, remote_address, method, route;
  std::string_view failure;  // what an exception said that escaped a handler
  unsigned status = 0;
  uint64_t bytes_received = 0, bytes_sent = 0;
  double seconds = 0;
};

struct Options {
  std::string listen = "127.0.0.1:8080";  // "[::1]:8080", "0.0.0.0:80"; port 0: any (see port())
  // Values of Host that are ours, "diaodu.example.cn" (any port) or "diaodu.example.cn:8443".
  // Empty: localhost, 127.0.0.1, [::1] and the host of `listen`.
  std::vector<std::string> hosts;
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For and -Proto count
  size_t io_threads = 1;
  size_t handler_threads = 8;
  size_t quick_threads = 2;
  Limits limits;
  std::string upload_folder;  // for body_to_file; on the file system of the kept files
  // Pages: "/index.html" answers "/" and every path outside /api that has no extension.
  std::vector<StaticFile> static_files;
  std::string content_security_policy =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
      "form-action 'self'; frame-ancestors 'none'";
  std::function<void(const AccessLine&)> access_log;  // called on an I/O thread: must not block
};

class Server {
 public:
  explicit Server(Options options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listens; connections are answered from run() on. (Handlers may refer to this server: for
  // /metrics, and for events().)
  Result<void> listen(Router router);
  void run();   // until stop(); returns when what was in flight is finished
  void stop();  // from any thread but a handler's
  uint16_t port() const;
  const Router& router() const;
  EventHub& events();
  Metrics metrics() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace diaodu::http
