// pack test: the pack's own cases, each as a small file taken in on trial in a data folder that is
// thrown away.
#include <fmt/format.h>

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>

#include "app/asked.hpp"
#include "app/intake.hpp"
#include "app/packs.hpp"
#include "app/scratch.hpp"
#include "app/verbs.hpp"
#include "app/verdict.hpp"
#include "base/text.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::app {
namespace {

// Cases that name no day are judged on the latest day that a param's value begins.
Day usual_day(const pack::Pack& pack) {
  Day day = *make_day(2020, 1, 1);
  for (const pack::ParamDef& param : pack.params) {
    for (const pack::ParamValue& value : param.values) day = std::max(day, value.from);
  }
  return day;
}

// The case as people would send it: a heading a column, a line a row.
Result<void> write_file(const pack::RuleCase& one, const std::string& path) {
  std::set<std::string> columns;
  for (const auto& row : one.rows) {
    for (const auto& [column, cell] : row) columns.insert(column);
  }
  std::string text;
  const auto end_line = [&] { text.back() = '\n'; };
  for (const std::string& column : columns) text += column + ",";
  end_line();
  for (const auto& row : one.rows) {
    for (const std::string& column : columns) {
      const auto cell = row.find(column);
      const std::string value = cell == row.end() ? "" : cell->second;
      text += value.find_first_of(",\"\n") == std::string::npos
                  ? value
                  : "\"" + replace_all(value, "\"", "\"\"") + "\"";
      text += ",";
    }
    end_line();
  }
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file) return {};
  return Error{
      "app.cannot_write", {"临时文件写不进去", "a temporary file cannot be written"}, {}, path};
}

struct Outcome {
  bool passed = false;
  std::vector<finding::Finding> findings;
};

Result<Outcome> run_case(App& app, const pack::Pack& pack, const pack::Rule& rule,
                         const pack::RuleCase& one, const std::string& path) {
  TRY(write_file(one, path));
  Handed handed;
  handed.register_id = rule.register_id;
  handed.path = path;
  handed.actor = "pack test";
  handed.day = one.day.value_or(usual_day(pack));
  TRY_ASSIGN(const journal::Command command, command_for_file(app, handed));
  TRY_ASSIGN(const access::Scope scope,
             access::Scope::of_operator("pack test", access::Scope::purposes().back()));
  Outcome outcome;
  TRY(app.trial({command},
                [&](store::Session& session, const std::vector<int64_t>& parcels) -> Result<void> {
                  finding::Ask ask;
                  ask.parcel = parcels.front();
                  TRY_ASSIGN(outcome.findings, finding::list(session, pack, scope, ask));
                  return {};
                }));
  const bool fails =
      std::any_of(outcome.findings.begin(), outcome.findings.end(),
                  [&](const finding::Finding& finding) { return finding.rule == one.rule; });
  outcome.passed = fails == one.fails;
  return outcome;
}

void print_failed(const pack::RuleCase& one, const Outcome& outcome, Output& out) {
  const std::string place =
      fmt::format("{}:{}:{}", one.place.file, one.place.line, one.place.column);
  out.line({fmt::format("{}: 规则 {} 应当{}，却{}", place, one.rule,
                        one.fails ? "报出问题" : "通过", one.fails ? "通过了" : "报出了问题"),
            fmt::format("{}: rule {} should {} here, and it {}", place, one.rule,
                        one.fails ? "find something" : "find nothing",
                        one.fails ? "does not" : "does")});
  for (const finding::Finding& finding : outcome.findings) {
    out.text(fmt::format("    {} {} {}\n", finding.rule, finding.cell,
                         out.chinese() ? finding.says.zh : finding.says.en));
  }
}

}  // namespace

Done pack_test(const Request& request, Output& out) {
  TRY_ASSIGN(const Scratch scratch, Scratch::make());
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
  int64_t passed = 0, failed = 0;
  boost::json::array items;
  for (const pack::RuleCase& one : used.pack->cases) {
    const pack::Rule* rule = used.pack->rule(one.register_id, one.rule);
    CHECK(rule, "a case of a rule that is not there passed the check");
    TRY_ASSIGN(const Outcome outcome,
               run_case(*app, *used.pack, *rule, one, scratch.path() + "/case.csv"));
    outcome.passed ? ++passed : ++failed;
    if (!outcome.passed) print_failed(one, outcome, out);
    out.progress(fmt::format("{} / {}", passed + failed, used.pack->cases.size()));
    items.push_back(
        boost::json::object{{"rule", one.rule},
                            {"fails", one.fails},
                            {"passed", outcome.passed},
                            {"place", fmt::format("{}:{}", one.place.file, one.place.line)}});
  }
  out.line({fmt::format("{} 个用例通过，{} 个失败", passed, failed),
            fmt::format("{} passed, {} failed", passed, failed)});
  out.object({{"items", items}, {"day", nullptr}, {"round", nullptr}, {"next", nullptr}});
  return failed == 0 ? Exit::good : Exit::found_something;
}

}  // namespace diaodu::app
