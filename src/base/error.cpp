#include "base/error.hpp"

namespace diaodu {
std::string to_line(const Error& error, bool chinese) {
  const std::string& message = chinese ? error.message.zh : error.message.en;
  const std::string& hint = chinese ? error.hint.zh : error.hint.en;
  std::string line;
  if (!error.place.empty()) line += error.place + ": ";
  line += message.empty() ? error.code : message;
  if (!hint.empty()) line += " " + hint;
  return line;
}
}  // namespace diaodu
