#pragma once
// Where the time goes: with DIAODU_TRACE_STATEMENTS=FILE each statement of DuckDB writes a line
// there when it ends: seconds of the clock, seconds of the process's processors meanwhile, what it
// was (run, append, control), and its text on one line. Of a developer's machine; texts
// have no values in them, those are bound.
#include <string>
#include <string_view>

namespace diaodu::store {

class StatementTrace {
 public:
  StatementTrace(const char* kind, std::string_view text);
  StatementTrace(const StatementTrace&) = delete;
  ~StatementTrace();

 private:
  const char* kind_;
  std::string text_;
  double clock_ = 0, processors_ = 0;
};

}  // namespace diaodu::store
