// pack test: the pack's own cases, taken in on trial in a data folder that is thrown away.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/cases.hpp"
#include "app/packs.hpp"
#include "app/scratch.hpp"
#include "app/verbs.hpp"

namespace diaodu::app {
namespace {

void print_findings(const std::vector<finding::Finding>& findings, Output& out) {
  for (const finding::Finding& finding : findings) {
    out.text(fmt::format("    {} {} {}\n", finding.rule, finding.cell,
                         out.chinese() ? finding.says.zh : finding.says.en));
  }
}

// Where rows of `with` were not taken, the case was not what its author meant: only that is said.
void print_failed(const pack::RuleCase& one, const CaseRunner::Outcome& outcome, Output& out) {
  const std::string place =
      fmt::format("{}:{}:{}", one.place.file, one.place.line, one.place.column);
  if (!outcome.with_refused.empty()) {
    out.line(
        {fmt::format("{}: 规则 {} 的用例，with 里的行没有照样收下，请先改这些行", place, one.rule),
         fmt::format("{}: a case of rule {}: rows of `with` are not taken as they stand; "
                     "correct those first",
                     place, one.rule)});
    return print_findings(outcome.with_refused, out);
  }
  out.line({fmt::format("{}: 规则 {} 应当{}，却{}", place, one.rule,
                        one.fails ? "报出问题" : "通过", one.fails ? "通过了" : "报出了问题"),
            fmt::format("{}: rule {} should {} here, and it {}", place, one.rule,
                        one.fails ? "find something" : "find nothing",
                        one.fails ? "does not" : "does")});
  print_findings(outcome.findings, out);
}

struct Verdict {
  bool passed = false;
  CaseRunner::Outcome outcome;  // in full if it did not pass
};

// A case that does not come out as declared is judged once more as a sender's file would be: that
// verdict holds, and says what else was found.
Result<Verdict> judge_case(CaseRunner& runner, const pack::RuleCase& one,
                           const std::map<const pack::RuleCase*, bool>& together, bool one_by_one) {
  const auto passed = [&](const CaseRunner::Outcome& outcome) {
    return outcome.found == one.fails && outcome.with_refused.empty();
  };
  const auto known = together.find(&one);
  if (known != together.end() && known->second == one.fails) return Verdict{true, {}};
  if (known == together.end() && !one_by_one) {
    TRY_ASSIGN(CaseRunner::Outcome quick, runner.run_alone(one, false));
    if (passed(quick)) return Verdict{true, {}};
  }
  TRY_ASSIGN(CaseRunner::Outcome full, runner.run_alone(one, true));
  return Verdict{passed(full), std::move(full)};
}

}  // namespace

Done pack_test(const Request& request, Output& out) {
  TRY_ASSIGN(const OwnFolder scratch, scratch_folder());
  Request at_scratch = request;
  at_scratch.data = scratch.path() + "/data";
  Output quiet([&](Output::Stream, std::string_view) {}, false, out.chinese(), false);
  Output& loud = out;
  const Done made = init(at_scratch, quiet);
  if (!made) return made;
  if (*made != Exit::good) return pack_check(request, loud);  // says what is wrong with it
  AppOptions options{Home::of(at_scratch.data, {})};
  TRY_ASSIGN(const auto app, App::open(options));
  const Used used = app->used();
  CaseRunner runner(*app, used, scratch.path());
  std::map<const pack::RuleCase*, bool> together;
  if (!request.one_by_one) {
    TRY_ASSIGN(together, runner.run_together());
  }
  int64_t passed = 0, failed = 0;
  boost::json::array items;
  for (const pack::RuleCase& one : used.pack->cases) {
    TRY_ASSIGN(const Verdict verdict, judge_case(runner, one, together, request.one_by_one));
    verdict.passed ? ++passed : ++failed;
    if (!verdict.passed) print_failed(one, verdict.outcome, out);
    out.progress(fmt::format("{} / {}", passed + failed, used.pack->cases.size()));
    items.push_back(
        boost::json::object{{"rule", one.rule},
                            {"fails", one.fails},
                            {"passed", verdict.passed},
                            {"place", fmt::format("{}:{}", one.place.file, one.place.line)}});
  }
  out.line({fmt::format("{} 个用例通过，{} 个失败", passed, failed),
            fmt::format("{} passed, {} failed", passed, failed)});
  out.object({{"items", items}, {"day", nullptr}, {"round", nullptr}, {"next", nullptr}});
  return failed == 0 ? Exit::good : Exit::found_something;
}

}  // namespace diaodu::app
