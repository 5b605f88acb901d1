#include "app/serve.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <thread>

#include "api/api.hpp"
#include "app/web_files.hpp"
#include "http/server.hpp"

namespace diaodu::app {
namespace {

constexpr size_t kConnectionsMax = 2048;

// What the API needs, over the App.
class Held final : public api::Backend {
 public:
  Held(App& app, access::Access& access) : app_(app), access_(access) {}
  access::Access& access() override { return access_; }
  Result<std::unique_ptr<store::Session>> reader() override { return app_.reader(); }
  bool is_dead() const override { return app_.is_dead(); }
  api::Used used() override {
    const Used now = app_.used();
    return {now.pack, now.areas};
  }
  Result<api::Kept> keep_file(const std::string& path) override {
    TRY_ASSIGN(const KeptFile kept, app_.keep_file(path, true));
    return api::Kept{kept.sha256, kept.bytes};
  }
  std::string files_folder() const override { return app_.home().files(); }
  std::string tmp_folder() const override { return app_.home().tmp(); }
  std::future<Result<int64_t>> submit(journal::Command command) override {
    return app_.submit(std::move(command));
  }
  Result<int64_t> journal_only(journal::Command command) override {
    return app_.journal_only(std::move(command));
  }
  Result<std::vector<int64_t>> run_towards(const std::vector<int64_t>& seqs,
                                           const api::Progress& progress) override {
    return app_.run_towards(seqs, [&](const frame::Progress& at) {
      progress(at.stage, static_cast<int64_t>(at.done), static_cast<int64_t>(at.total));
    });
  }
  Result<void> trial(const std::vector<journal::Command>& commands, const Look& look) override {
    return app_.trial(commands, look);
  }
  Day latest_day() override { return app_.latest_day(); }
  Result<std::optional<journal::Seal>> last_seal() override { return app_.last_seal(); }
  std::string version() const override { return DIAODU_VERSION; }
  std::string engine() const override {
    return app_.home().is_postgres() ? "postgres" : "embedded";
  }

 private:
  App& app_;
  access::Access& access_;
};

http::Options options_of(const App& app, const Request& request) {
  http::Options options;
  options.listen = request.listen;
  options.hosts = request.hosts;
  options.trusted_proxies = request.proxies;
  if (request.threads > 0) options.handler_threads = static_cast<size_t>(request.threads);
  options.limits.connections_max = kConnectionsMax;
  options.limits.connections_per_address = static_cast<size_t>(request.connections_per_address);
  options.upload_folder = app.home().tmp();
  options.static_files = web_files();
  return options;
}

// Sockets are files: as many as the system lets us have.
void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Looks often whether a round was sealed: one of a command of another process too.
Exit wait_for_end(App& app, api::Api& api, const sigset_t& signals) {
  const timespec look{0, 200'000'000};
  for (;;) {
    if (app.is_dead()) return Exit::storage_failed;
    if (::sigtimedwait(&signals, nullptr, &look) > 0) return Exit::good;
    api.look_for_seal();
  }
}

}  // namespace

Result<Exit> serve(App& app, const Request& request, const sigset_t& signals, Output& out) {
  raise_file_limit();
  TRY(app.warm_up());
  TRY_ASSIGN(access::Access* const access, app.access());
  TRY(app.run_day({}, {}, {}));  // what waits from before
  Held backend(app, *access);
  http::Server server(options_of(app, request));
  api::Api api(backend);
  api.tell(server.events(), [&server] { return server.metrics(); });
  TRY(server.listen(api.router()));
  const std::string host = request.listen.substr(0, request.listen.rfind(':'));
  out.line({fmt::format("正在提供服务：http://{}:{}  按 Ctrl-C 结束", host, server.port()),
            fmt::format("serving http://{}:{}  Ctrl-C ends", host, server.port())});
  std::thread serving([&server] { server.run(); });
  const Exit exit = wait_for_end(app, api, signals);
  api.stop();
  server.stop();
  serving.join();
  return exit;
}

}  // namespace diaodu::app
