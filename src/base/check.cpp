#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace diaodu {
void check_failed(const char* condition, const char* why, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: CHECK failed: %s (%s)\n", file, line, condition, why);
  std::abort();
}
}  // namespace diaodu
