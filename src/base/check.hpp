#pragma once
// CHECK stops the program on a programmer's error, in release builds too. Never reachable by user input:
// a wrong cell is data (a finding), an operating error is a Result.

namespace diaodu {
[[noreturn]] void check_failed(const char* condition, const char* why, const char* file, int line);
}  // namespace diaodu

#define CHECK(condition, why)                                                   \
  do {                                                                          \
    if (!(condition)) ::diaodu::check_failed(#condition, why, __FILE__, __LINE__); \
  } while (false)
