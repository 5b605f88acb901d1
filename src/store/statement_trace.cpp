#include "store/statement_trace.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace diaodu::store {
namespace {

std::FILE* trace_file() {
  static std::FILE* file = [] {
    const char* path = std::getenv("DIAODU_TRACE_STATEMENTS");
    return path ? std::fopen(path, "ae") : nullptr;
  }();
  return file;
}

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

}  // namespace

StatementTrace::StatementTrace(const char* kind, std::string_view text) : kind_(kind) {
  if (!trace_file()) return;
  text_ = text;
  clock_ = seconds_of(CLOCK_MONOTONIC), processors_ = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

StatementTrace::~StatementTrace() {
  if (!trace_file()) return;
  for (char& c : text_)
    if (c == '\n' || c == '\t') c = ' ';
  const std::string line =
      fmt::format("{:.6f}\t{:.6f}\t{:.6f}\t{}\t{}\n", clock_, seconds_of(CLOCK_MONOTONIC) - clock_,
                  seconds_of(CLOCK_PROCESS_CPUTIME_ID) - processors_, kind_, text_);
  std::fwrite(line.data(), 1, line.size(), trace_file());
  std::fflush(trace_file());
}

}  // namespace diaodu::store
