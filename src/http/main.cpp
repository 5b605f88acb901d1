// http_echo: a server for tests/story/http_raw.py and for measuring; no part of the product.
//   http_echo FOLDER [name=number ...]   limits by name; prints "port N"; ends by SIGTERM
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <thread>

#include "base/hash.hpp"
#include "http/server.hpp"

namespace diaodu::http {
namespace {

std::string quoted(std::string_view text) { return '"' + json_escaped(text) + '"'; }

Reply echo(const Request& request) {
  std::string out = "{\"method\":" + quoted(request.method) + ",\"path\":" + quoted(request.path) +
                    ",\"route\":" + quoted(request.route) +
                    ",\"remote\":" + quoted(request.remote_address) +
                    ",\"https\":" + (request.is_https ? "true" : "false") +
                    ",\"language\":" + (request.language == Language::en ? "\"en\"" : "\"zh\"") +
                    ",\"bytes\":" + std::to_string(request.body.size()) +
                    ",\"sha256\":" + quoted(sha256_hex(request.body)) + ",\"query\":[";
  for (size_t i = 0; i < request.query.size(); ++i)
    out += (i > 0 ? ",[" : "[") + quoted(request.query[i].first) + "," +
           quoted(request.query[i].second) + "]";
  return json(out + "]}");
}

Reply stored(const Request& request) {
  const BodyFile& body = *request.body_file;
  struct stat status {};
  if (::stat(body.path.c_str(), &status) != 0) throw std::runtime_error("the body is not there");
  if (request.query_value("keep")) std::rename(body.path.c_str(), (body.path + ".kept").c_str());
  return json("{\"bytes\":" + std::to_string(body.bytes) + ",\"offset\":" +
              std::to_string(body.offset) + ",\"on_disk\":" + std::to_string(status.st_size) +
              ",\"sha256\":" + quoted(body.sha256) + "}");
}

Admission admit_piece(const std::string& folder, const Request& request) {
  Admission admission;
  const auto offset = request.header("upload-offset");
  if (!offset) {
    admission.refusal =
        problem(428, Problem{"usage", {}, {"缺少 Upload-Offset", "no offset"}, {}, "", {}},
                request.language);
    return admission;
  }
  admission.append_to = folder + "/piece-" + request.param("name");
  admission.append_at = std::strtoull(std::string(*offset).c_str(), nullptr, 10);
  return admission;
}

Route route(std::string method, std::string pattern, Handler handler) {
  Route out;
  out.method = std::move(method);
  out.pattern = std::move(pattern);
  out.handler = std::move(handler);
  return out;
}

void add_uploads(Router& router, const std::string& folder) {
  Route to_file = route("POST", "/api/files", stored);
  to_file.body_to_file = true;
  to_file.body_bytes_max = 2ULL << 30;
  router.add(to_file);
  Route piece = route("PATCH", "/api/uploads/{name}", stored);
  piece.body_to_file = true;
  piece.body_bytes_max = 2ULL << 30;
  piece.admit = [folder](const Request& request) { return admit_piece(folder, request); };
  router.add(piece);
  Route closed = route("POST", "/api/closed", echo);
  closed.body_bytes_max = 1 << 30;
  closed.admit = [](const Request& request) {
    Admission admission;
    admission.refusal =
        problem(403, Problem{"usage", {}, {"不行", "no"}, {}, "", {}}, request.language);
    return admission;
  };
  router.add(closed);
}

Router make_router(Server& server, const std::string& folder) {
  Router router;
  router.add(route("GET", "/api/echo", echo));
  router.add(route("POST", "/api/echo", echo));
  router.add(route("DELETE", "/api/echo", echo));
  router.add(route("GET", "/api/things/{id}", echo));
  router.add(route("GET", "/api/sleep/{ms}", [](const Request& request) {
    std::this_thread::sleep_for(std::chrono::milliseconds(std::atol(request.param("ms").c_str())));
    return echo(request);
  }));
  router.add(route("GET", "/api/throw",
                   [](const Request&) -> Reply { throw std::runtime_error("thrown on purpose"); }));
  router.add(route("GET", "/api/big/{bytes}", [](const Request& request) {
    const size_t bytes = std::strtoul(request.param("bytes").c_str(), nullptr, 10);
    return json("\"" + std::string(bytes, 'x') + "\"");
  }));
  router.add(route("GET", "/api/download", [folder](const Request& request) {
    return file(folder + "/download", "application/octet-stream",
                std::string(request.query_value("name").value_or("")));
  }));
  router.add(route("GET", "/api/events", [](const Request& request) {
    return events({std::string(request.query_value("topic").value_or("round"))});
  }));
  router.add(route("POST", "/api/events", [&server](const Request& request) {
    server.events().publish("round", "sealed", request.body);
    return no_content();
  }));
  Route metrics = route("GET", "/metrics",
                        [&server](const Request&) { return text(metrics_text(server.metrics())); });
  metrics.is_quick = true;
  router.add(metrics);
  const auto board = make_ready("{\"items\":[" + std::string(20'000, '1') + "]}");
  Route quick = route("GET", "/api/board", [board](const Request&) { return ready(board); });
  quick.is_quick = true;
  router.add(quick);
  Route in_memory = route("GET", "/api/memory", echo);
  in_memory.from_memory = [](const Request& request) -> std::optional<Reply> {
    if (request.query_value("throw")) throw std::runtime_error("thrown on purpose");
    if (!request.query_value("there")) return std::nullopt;
    return json("\"from memory\"");
  };
  router.add(in_memory);
  add_uploads(router, folder);
  return router;
}

constexpr std::string_view kIndex = "<!doctype html><title>echo</title>";
constexpr std::string_view kScript = "console.log('hello');";

Options make_options(const std::string& folder, std::map<std::string, double> given) {
  Options options;
  const auto take = [&](const char* name, auto& target) {
    const auto found = given.find(name);
    if (found == given.end()) return;
    target = std::decay_t<decltype(target)>(found->second);
    given.erase(found);
  };
  options.listen = "127.0.0.1:0";
  options.upload_folder = folder;
  Limits& limits = options.limits;
  take("head_time", limits.head_time);
  take("idle_time", limits.idle_time);
  take("body_grace", limits.body_grace);
  take("body_bytes_per_second", limits.body_bytes_per_second);
  take("requests_per_connection", limits.requests_per_connection);
  take("connections_max", limits.connections_max);
  take("connections_per_address", limits.connections_per_address);
  take("event_readers_max", limits.event_readers_max);
  take("memory_bodies_max", limits.memory_bodies_max);
  take("memory_answers_max", limits.memory_answers_max);
  take("queue_max", limits.queue_max);
  take("event_heartbeat", limits.event_heartbeat);
  take("event_stream_time", limits.event_stream_time);
  take("stop_time", limits.stop_time);
  take("handler_threads", options.handler_threads);
  take("io_threads", options.io_threads);
  if (given.erase("trusted_proxy") > 0) options.trusted_proxies = {"127.0.0.1"};
  for (const auto& [name, value] : given) {
    std::fprintf(stderr, "unknown: %s\n", name.c_str());
    std::exit(2);
  }
  options.static_files = {
      {"/index.html", "text/html; charset=utf-8", kIndex, "", "\"index-1\"", false},
      {"/assets/app-1.js", "text/javascript; charset=utf-8", kScript, "", "\"app-1\"", true}};
  options.access_log = [](const AccessLine& line) {
    std::fprintf(stderr, "%.*s %.*s %u %.*s\n", static_cast<int>(line.method.size()),
                 line.method.data(), static_cast<int>(line.route.size()), line.route.data(),
                 line.status, static_cast<int>(line.failure.size()), line.failure.data());
  };
  return options;
}

int serve(int argc, char** argv) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  std::map<std::string, double> given;
  for (int i = 2; i < argc; ++i) {
    const std::string one = argv[i];
    const size_t equals = one.find('=');
    given[one.substr(0, equals)] = std::strtod(one.c_str() + equals + 1, nullptr);
  }
  const bool is_silent = given.erase("silent") > 0;
  Options options = make_options(argv[1], given);
  if (is_silent) options.access_log = nullptr;
  Server server(std::move(options));
  if (auto listening = server.listen(make_router(server, argv[1])); !listening.ok()) {
    std::fprintf(stderr, "%s\n", to_line(listening.error(), false).c_str());
    return 3;
  }
  std::printf("port %u\n", server.port());
  std::fflush(stdout);
  std::thread stopper([&] {
    int signal = 0;
    ::sigwait(&ends, &signal);
    server.stop();
  });
  server.run();
  stopper.join();
  std::printf("stopped\n");
  return 0;
}

}  // namespace
}  // namespace diaodu::http

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  return diaodu::http::serve(argc, argv);
}
