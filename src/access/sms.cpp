// Codes by SMS go through a program of the installation: number and text on its standard input, a
// line each; exit 0 is sent. It has ten seconds.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "access/state.hpp"
#include "base/text.hpp"

namespace diaodu::access {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);

// Short enough for the pipe to take whole, so that nothing is waited for.
bool fill_pipe(int end, const std::string& text) {
  const ssize_t written = ::write(end, text.data(), text.size());
  ::close(end);
  return written == static_cast<ssize_t>(text.size());
}

bool ends_well(pid_t child) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  int status = 0;
  for (;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ended < 0) return false;
    if (std::chrono::steady_clock::now() > deadline) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

}  // namespace

bool sends_sms(const Options& options, const std::string& number, const std::string& text) {
  const std::string line = replace_all(number, "\n", "") + "\n" + text + "\n";
  int ends[2];
  if (options.sms_command.empty() || line.size() > 4'000 || ::pipe2(ends, O_CLOEXEC) != 0)
    return false;
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::string program = options.sms_command;
  char* arguments[] = {program.data(), nullptr};
  char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
  char* environment[] = {path, nullptr};
  pid_t child = 0;
  const int failed =
      ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environment);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[0]);
  if (failed != 0) {
    ::close(ends[1]);
    return false;
  }
  const bool written = fill_pipe(ends[1], line);
  return ends_well(child) && written;
}

}  // namespace diaodu::access
