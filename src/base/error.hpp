#pragma once
// Operating errors: a stable code (docs/errors.md), a message and a hint in both languages, a
// place.
#include <string>
#include <utility>
#include <vector>

namespace diaodu {

// A text for people, Chinese first.
struct Words {
  std::string zh;
  std::string en;
  bool empty() const { return zh.empty() && en.empty(); }
  bool operator==(const Words&) const = default;
};

// How an error ends a command line: design of exits in docs/cli.md.
enum class Exit {
  good = 0,
  found_something = 1,
  usage = 2,
  could_not_run = 3,
  storage_failed = 70
};

struct Error {
  std::string code;   // stable, e.g. "pack.unknown_column"; every code stands in docs/errors.md
  Words message;      // what is wrong, where
  Words hint;         // what to do
  std::string place;  // "file:line:column", or empty
  std::vector<std::pair<std::string, std::string>> params;
  Exit exit = Exit::could_not_run;
};

// The one-line form for logs and terminals: "place: message. hint".
std::string to_line(const Error& error, bool chinese);

}  // namespace diaodu
