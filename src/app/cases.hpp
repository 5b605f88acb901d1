#pragma once
// A pack's own cases: each a small file taken in on trial. Those of one register and day whose
// rules look at one row only are taken in by one round, each under a key of its own; the others
// alone.
#include <map>
#include <vector>

#include "app/wire.hpp"
#include "finding/finding.hpp"

namespace diaodu::app {

struct CaseFile {
  const pack::RuleCase* of = nullptr;
  const pack::Rule* rule = nullptr;
  Day day;
  std::string key_column;  // may be given another value, and does not bear on the rule; or empty
};

class CaseRunner {
 public:
  CaseRunner(App& app, const Used& used, std::string folder)
      : app_(app), used_(used), folder_(std::move(folder)) {}

  struct Outcome {
    bool found = false;                          // by the case's rule, in its own file
    std::vector<finding::Finding> findings;      // of that file
    std::vector<finding::Finding> with_refused;  // rows of `with` that are not taken as they stand
  };
  // Whether each case's rule finds something: all that can be are taken together.
  Result<std::map<const pack::RuleCase*, bool>> run_together();
  // all_rules: as a sender's file is judged; else by the case's own rule, which finds the same.
  Result<Outcome> run_alone(const pack::RuleCase& one, bool all_rules);

 private:
  CaseFile file_of(const pack::RuleCase& one) const;
  Result<journal::Command> command(const std::string& register_id, const pack::CaseRows& rows,
                                   Day day);
  Result<std::vector<finding::Finding>> findings_of(store::Session& session,
                                                    const std::string& register_id);

  App& app_;
  const Used& used_;
  std::string folder_;
  int64_t files_ = 0;
};

}  // namespace diaodu::app
