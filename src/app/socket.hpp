#pragma once
// The process that holds a data folder listens on diaodu.sock (0600); a second `diaodu` forwards
// its command line there and prints what comes back: the same output, the same exit code.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/home.hpp"
#include "app/output.hpp"

namespace diaodu::app {

struct Forwarded {
  std::vector<std::string> arguments, environment;
  std::string cwd;
  bool tty = false;
};

class Listener {
 public:
  // `serve` runs in a thread of its own for each command and gives the exit.
  using Serve = std::function<Exit(const Forwarded&, const Output::Sink&)>;
  static Result<std::unique_ptr<Listener>> start(const Home& home, Serve serve);
  ~Listener();  // takes no more; waits for the commands being served

 private:
  Listener();
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// The exit of the command, or nullopt: nobody listens (any more) and nothing was begun; try to hold
// the folder. Error "app.holder_ended": the other process ended after it had begun the command.
Result<std::optional<Exit>> forward(const Home& home, const Forwarded& command,
                                    const Output::Sink& sink);

}  // namespace diaodu::app
