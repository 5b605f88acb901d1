#include "app/program.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "api/api.hpp"
#include "app/serve.hpp"
#include "app/socket.hpp"
#include "app/verbs.hpp"

extern char** environ;

namespace diaodu::app {
namespace {

constexpr auto kPatience = std::chrono::seconds(60);  // for another process to open, or to end

void print(Output::Stream stream, std::string_view text) {
  std::FILE* file = stream == Output::Stream::out ? stdout : stderr;
  std::fwrite(text.data(), 1, text.size(), file);
  std::fflush(file);
}

Output output_of(const Request& request, Output::Sink sink) {
  return Output(std::move(sink), request.json, request.chinese, request.tty);
}

// Those a command line depends on; nothing else of the caller's environment travels.
std::vector<std::string> own_environment() {
  std::vector<std::string> out;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view text = *entry;
    for (const char* name : {"LANG=", "LC_ALL=", "LC_MESSAGES=", "USER=", "DIAODU_"}) {
      if (text.starts_with(name)) out.emplace_back(text);
    }
  }
  return out;
}

int print_failed_parse(const Error& error, const std::vector<std::string>& arguments,
                       const Output::Sink& sink) {
  if (error.code == "help") {
    sink(Output::Stream::out, error.message.zh);
    return 0;
  }
  bool json = false, english = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    json = json || arguments[i] == "--json";
    english = english || (arguments[i] == "en" && i > 0 && arguments[i - 1] == "--lang");
  }
  return static_cast<int>(Output(sink, json, !english, false).fail(error));
}

Error held_elsewhere() {
  return Error{"app.held_elsewhere",
               {"另一个 diaodu 正在使用这个数据目录，不能再提供服务",
                "another diaodu holds this data folder: it cannot be served a second time"},
               {"先结束那个进程（hold 或 serve），再运行 serve",
                "end that process (hold or serve), then run serve"},
               {}};
}

Exit carry_out_for(App& app, const Forwarded& command, const Output::Sink& sink) {
  Result<Request> request = parse_request(command.arguments, command.cwd, command.environment);
  if (!request)
    return static_cast<Exit>(print_failed_parse(request.error(), command.arguments, sink));
  request->tty = command.tty;
  request->forwarded = true;
  Output out = output_of(*request, sink);
  if (request->verb == "hold") return Exit::good;  // it is held
  if (request->verb == "serve") return out.fail(held_elsewhere());
  return carry_out(app, *request, out);
}

void block_ending_signals(sigset_t& set) {
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGTERM);
  ::sigaddset(&set, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

// Until SIGTERM, or until the storage has failed.
Exit hold(const App& app, const sigset_t& signals) {
  const timespec look{0, 200'000'000};
  for (;;) {
    if (app.is_dead()) return Exit::storage_failed;
    if (::sigtimedwait(&signals, nullptr, &look) > 0) return Exit::good;
  }
}

// With the lock held: opens the data, serves others meanwhile, does what was asked.
Exit run_holding(const Home& home, const Request& request, Output& out) {
  sigset_t signals;
  const bool is_serving = request.verb == "serve";
  const bool is_staying = is_serving || request.verb == "hold";
  if (is_staying) block_ending_signals(signals);  // before any thread is made
  AppOptions options{home};
  if (request.verb == "doctor") options.accept_loss = request.accept_loss;
  options.access.address_failures_max = request.failures_per_address;
  options.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  if (const char* rows = std::getenv("DIAODU_PART_ROWS"))
    options.part_rows = std::max(1'000L, std::strtol(rows, nullptr, 10));
  Result<std::unique_ptr<App>> opened = App::open(options);
  if (!opened) return out.fail(opened.error());
  std::unique_ptr<App> app = std::move(opened).value();
  Exit exit = Exit::good;
  {
    Result<std::unique_ptr<Listener>> listener =
        Listener::start(home, [&](const Forwarded& command, const Output::Sink& sink) {
          return carry_out_for(*app, command, sink);
        });
    if (!listener) return out.fail(listener.error());
    if (request.verb == "hold") {
      const Result<void> warm = app->warm_up();
      if (!warm) return out.fail(warm.error());
      out.line({"已打开，按 Ctrl-C 结束", "the data are open; Ctrl-C ends"});
    }
    if (is_serving) {
      const Result<Exit> served = serve(*app, request, signals, out);
      exit = served ? *served : out.fail(served.error());
    } else {
      exit = is_staying ? hold(*app, signals) : carry_out(*app, request, out);
    }
  }
  if (app->is_dead() || exit == Exit::storage_failed) {
    out.note({"存储出错，程序退出；重新启动后会先核对数据",
              "the storage has failed and the program ends; a new start checks the data first"});
    ::_exit(static_cast<int>(Exit::storage_failed));  // nothing more is tried on a dead engine
  }
  const auto after_close = std::move(app->after_close);
  app.reset();
  if (after_close) {
    const Result<void> done = after_close();
    if (!done) return out.fail(done.error());
  }
  return exit;
}

Exit run_with_data(const Request& request, const Forwarded& command, Output& out) {
  const Home home = Home::of(request.data, request.files);
  const Result<void> is_there = check_home(home);
  if (!is_there) return out.fail(is_there.error());
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  do {
    Result<HomeLock> lock = HomeLock::try_take(home);
    if (!lock) return out.fail(lock.error());
    if (lock->is_held()) return run_holding(home, request, out);
    const Result<std::optional<Exit>> exit = forward(home, command, print);
    if (!exit) return out.fail(exit.error());
    if (*exit) return **exit;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  } while (std::chrono::steady_clock::now() < deadline);
  return out.fail({"app.busy",
                   {"另一个 diaodu 正在打开或关闭这个数据目录，等了一分钟",
                    "another diaodu is opening or closing this data folder; a minute has passed"},
                   {"看看它是否卡住（ps），稍后再试", "see whether it hangs (ps), then try again"},
                   home.folder});
}

}  // namespace

int run_program(const std::vector<std::string>& arguments) {
  ::signal(SIGPIPE, SIG_IGN);
  ::umask(0077);
  if (arguments.size() == 1 && arguments[0] == "--describe") {
    print(Output::Stream::out, describe_commands());
    return 0;
  }
  std::error_code ignored;
  Forwarded command{arguments, own_environment(), std::filesystem::current_path(ignored).string(),
                    ::isatty(STDERR_FILENO) == 1};
  Result<Request> request = parse_request(command.arguments, command.cwd, command.environment);
  if (!request) return print_failed_parse(request.error(), arguments, print);
  request->tty = command.tty;
  Output out = output_of(*request, print);
  Done done = Exit::good;
  if (request->verb == "openapi") {
    print(Output::Stream::out, api::openapi_yaml());
  } else if (request->verb == "init") {
    done = init(*request, out);
  } else if (request->verb == "pack check") {
    done = pack_check(*request, out);
  } else if (request->verb == "pack docs") {
    done = pack_docs(*request, out);
  } else if (request->verb == "pack test") {
    done = pack_test(*request, out);
  } else {
    done = run_with_data(*request, command, out);
  }
  return static_cast<int>(done ? *done : out.fail(done.error()));
}

}  // namespace diaodu::app
