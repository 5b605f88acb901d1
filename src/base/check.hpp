#pragma once
// CHECK stops the program on a programmer's error, in release builds too. Never reachable by user
// input: a wrong cell is data (a finding), an operating error is a Result. Headers write
// DIAODU_CHECK: in a test the short name is doctest's (which is included first).

namespace diaodu {
[[noreturn]] void check_failed(const char* condition, const char* why, const char* file, int line);
}  // namespace diaodu

#define DIAODU_CHECK(condition, why)                                               \
  do {                                                                             \
    if (!(condition)) ::diaodu::check_failed(#condition, why, __FILE__, __LINE__); \
  } while (false)
#ifndef CHECK
#define CHECK DIAODU_CHECK
#endif
