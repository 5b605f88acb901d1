#include "access/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

namespace diaodu::access {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPatience = std::chrono::seconds(10);
constexpr size_t kInputMax = 4'000, kOutputMax = 1 << 20;

struct Pipe {
  int ends[2] = {-1, -1};
  ~Pipe() { shut(0), shut(1); }
  void shut(int end) {
    if (ends[end] >= 0) ::close(ends[end]);
    ends[end] = -1;
  }
};

pid_t start(const std::string& program, const std::vector<std::string>& arguments, const Pipe& in,
            const Pipe& out) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<std::string> texts = {program};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
  char* environment[] = {path, nullptr};
  pid_t child = -1;
  const int failed =
      ::posix_spawn(&child, program.c_str(), &actions, nullptr, pointers.data(), environment);
  ::posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? child : -1;
}

// Until the child closes its end, prints too much, or the time is over.
bool read_all(int end, Clock::time_point deadline, std::string& text) {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0 || text.size() > kOutputMax) return false;
    pollfd wait{end, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(left)) <= 0) continue;
    char piece[16'384];
    const ssize_t got = ::read(end, piece, sizeof piece);
    if (got == 0) return true;
    if (got < 0 && errno != EINTR) return false;
    if (got > 0) text.append(piece, static_cast<size_t>(got));
  }
}

bool ends_well(pid_t child, Clock::time_point deadline) {
  for (;;) {
    int status = 0;
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ended < 0) return false;
    if (Clock::now() > deadline) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace

std::optional<std::string> output_of(const std::string& program,
                                     const std::vector<std::string>& arguments,
                                     const std::string& input) {
  Pipe in, out;
  if (program.empty() || input.size() > kInputMax || ::pipe2(in.ends, O_CLOEXEC) != 0 ||
      ::pipe2(out.ends, O_CLOEXEC) != 0) {
    return std::nullopt;
  }
  const pid_t child = start(program, arguments, in, out);
  if (child < 0) return std::nullopt;
  in.shut(0);
  out.shut(1);
  // Short enough for the pipe to take whole; a child that reads nothing of it is no failure.
  const ssize_t written = ::write(in.ends[1], input.data(), input.size());
  in.shut(1);
  const Clock::time_point deadline = Clock::now() + kPatience;
  std::string text;
  const bool read = read_all(out.ends[0], deadline, text);
  const bool well = ends_well(child, read ? deadline : Clock::now());
  if (written < 0 || !read || !well) return std::nullopt;
  return text;
}

}  // namespace diaodu::access
