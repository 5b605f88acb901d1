#include "parcel/pool.hpp"

#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace diaodu::parcel {
Error parser_failed(const std::string& why) {
  return {.code = "parcel.parser_failed",
          .message = {"解析进程没能启动：" + why, "The parser child could not be started: " + why},
          .hint = {"检查系统的进程数和内存限制后重试；运行 diaodu doctor",
                   "Check the system's limits of processes and memory, then try again; run diaodu "
                   "doctor."},
          .place = {},
          .params = {}};
}

namespace {

constexpr const char* kChildMark = "DIAODU_PARSER_CHILD";  // in a child's environment

struct SocketPair {
  Descriptor ours, theirs;
};
Result<SocketPair> socket_pair() {
  int both[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, both) != 0)
    return parser_failed(std::strerror(errno));
  return SocketPair{Descriptor(both[0]), Descriptor(both[1])};
}

// Of the environment, a parser is given only what a loader or a sanitizer needs: no password.
std::vector<std::string> child_environment() {
  std::vector<std::string> out = {std::string(kChildMark) + "=1"};
  for (const char* name : {"LD_LIBRARY_PATH", "LANG", "LC_ALL", "ASAN_OPTIONS", "UBSAN_OPTIONS",
                           "TSAN_OPTIONS", "LSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) out.push_back(std::string(name) + "=" + value);
  return out;
}

Result<int64_t> spawn(const std::string& program, int socket) {
  std::string name = "diaodu", argument = "--parser-child";
  char* const arguments[] = {name.data(), argument.data(), nullptr};
  std::vector<std::string> texts = child_environment();
  std::vector<char*> environment;
  for (std::string& text : texts) environment.push_back(text.data());
  environment.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, socket, 3);
  pid_t pid = 0;
  const int failed =
      posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments, environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return parser_failed(std::strerror(failed));
  return int64_t{pid};
}

}  // namespace

Result<std::unique_ptr<Parsers>> Parsers::start(const ParsersOptions& options) {
  // A program that does not know --parser-child would start itself again and again.
  if (std::getenv(kChildMark) != nullptr) return parser_failed("a parser child asks for children");
  std::unique_ptr<Parsers> parsers(new Parsers(options));
  TRY_ASSIGN(SocketPair sockets, socket_pair());
  TRY_ASSIGN(parsers->master_pid_, spawn(options.program, sockets.theirs.number()));
  parsers->master_ = std::move(sockets.ours);
  parsers->readers_.resize(static_cast<size_t>(std::max(1, options.children)));
  const Descriptor setup = encode(Setup{options.pack_folder, options.pack_sha256, options.key});
  const int number = setup.number();
  if (!setup || !send_message(parsers->master_.number(), MessageKind::setup, 0,
                              std::span<const int>(&number, 1)))
    return parser_failed("no answer");
  return parsers;
}

Parsers::~Parsers() {
  readers_.clear();
  great_ = Great();
  master_ = Descriptor();  // the master ends when its socket closes
  if (master_pid_ == 0) return;
  const auto pid = static_cast<pid_t>(master_pid_);
  if (!is_ready_) kill(pid, SIGKILL);  // it may be loading, or be some other program
  while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) continue;
}

Result<void> Parsers::wait_until_ready() {
  if (is_ready_) return {};
  pollfd waiting{master_.number(), POLLIN, 0};
  if (poll(&waiting, 1, options_.start_seconds * 1000) <= 0) return parser_failed("no answer");
  const std::optional<Message> message = receive_message(master_.number());
  if (!message) return parser_failed("it ended at once");
  if (message->kind == MessageKind::failed && !message->descriptors.empty())
    if (std::optional<Error> error = decode_error(message->descriptors.front().number()))
      return *std::move(error);
  if (message->kind != MessageKind::ready) return parser_failed("a strange answer");
  is_ready_ = true;
  return {};
}

Result<void> Parsers::add_reader(Reader& reader) {
  TRY_ASSIGN(SocketPair sockets, socket_pair());
  const int theirs = sockets.theirs.number();
  if (!send_message(master_.number(), MessageKind::reader, 0, std::span<const int>(&theirs, 1)))
    return parser_failed("the master is gone");
  reader = Reader();
  reader.socket = std::move(sockets.ours);
  return {};
}

}  // namespace diaodu::parcel
