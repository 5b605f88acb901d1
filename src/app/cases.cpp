#include "app/cases.hpp"

#include <algorithm>
#include <fstream>

#include "app/intake.hpp"
#include "base/text.hpp"

namespace diaodu::app {
namespace {

constexpr const char* kActor = "pack test";
constexpr size_t kKeyMax = 40;  // characters of a key that get a number behind them
constexpr int kFindingsMax = 1'000'000;

// Cases that name no day are judged on the latest day that a param's value begins.
Day usual_day(const pack::Pack& pack) {
  Day day = *make_day(2020, 1, 1);
  for (const pack::ParamDef& param : pack.params) {
    for (const pack::ParamValue& value : param.values) day = std::max(day, value.from);
  }
  return day;
}

// The rows as people would send them: a heading a column, a line a row.
Result<void> write_file(const pack::CaseRows& rows, const std::string& path) {
  std::set<std::string> columns;
  for (const auto& row : rows) {
    for (const auto& [column, cell] : row) columns.insert(column);
  }
  std::string text;
  const auto end_line = [&] { text.back() = '\n'; };
  for (const std::string& column : columns) text += column + ",";
  end_line();
  for (const auto& row : rows) {
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

// A column of the key that is a plain text, given, and not read by the rule: a number behind it
// makes the row another record and changes nothing for the rule.
std::string free_key_column(const pack::Register& register_, const pack::Rule& rule,
                            const pack::RuleCase& one) {
  if (!rule.query.empty() || one.rows.size() != 1 || !one.with.empty()) return {};
  for (const std::string& name : register_.key) {
    const std::string& type = register_.find(name)->type;
    if ((type != "text" && type != "code_text") || std::ranges::count(rule.columns, name) > 0)
      continue;
    const auto cell = one.rows.front().find(name);
    if (cell == one.rows.front().end()) continue;
    const std::string typed(trim_ascii(cell->second));
    const bool plain = !typed.empty() && typed.size() <= kKeyMax &&
                       std::ranges::all_of(typed, [](unsigned char c) {
                         return std::isalnum(c) != 0 || c == '-' || c == '_';
                       });
    if (plain) return name;
  }
  return {};
}

}  // namespace

CaseFile CaseRunner::file_of(const pack::RuleCase& one) const {
  const pack::Rule* rule = used_.pack->rule(one.register_id, one.rule);
  CHECK(rule, "a case of a rule that is not there passed the check");
  const pack::Register& register_ = *used_.pack->register_(one.register_id);
  return {&one, rule, one.day.value_or(usual_day(*used_.pack)),
          free_key_column(register_, *rule, one)};
}

Result<journal::Command> CaseRunner::command(const std::string& register_id,
                                             const pack::CaseRows& rows, Day day) {
  Handed handed;
  handed.register_id = register_id;
  handed.path = folder_ + "/case" + std::to_string(++files_) + ".csv";
  handed.actor = kActor;
  handed.day = day;
  handed.may_move = true;
  TRY(write_file(rows, handed.path));
  return command_for_file(app_, handed);
}

Result<std::vector<finding::Finding>> CaseRunner::findings_of(store::Session& session,
                                                              const std::string& register_id) {
  TRY_ASSIGN(const access::Scope scope,
             access::Scope::of_operator(kActor, access::Scope::purposes().back()));
  finding::Ask ask;
  ask.register_id = register_id;
  ask.limit = kFindingsMax;
  return finding::list(session, *used_.pack, scope, ask);
}

Result<std::map<const pack::RuleCase*, bool>> CaseRunner::run_together() {
  std::map<std::pair<std::string, Day>, std::vector<CaseFile>> groups;
  for (const pack::RuleCase& one : used_.pack->cases) {
    CaseFile file = file_of(one);
    if (!file.key_column.empty()) groups[{one.register_id, file.day}].push_back(std::move(file));
  }
  std::map<const pack::RuleCase*, bool> found;
  for (const auto& group : groups) {
    const std::string& register_id = group.first.first;
    const std::vector<CaseFile>& files = group.second;
    App::TrialRound round{{}, std::set<std::string>(), true};
    for (const CaseFile& file : files) {
      pack::CaseRows rows = file.of->rows;
      std::string& key = rows.front()[file.key_column];
      key = std::string(trim_ascii(key)) + "-" + std::to_string(round.commands.size());
      TRY_ASSIGN(journal::Command taken, command(register_id, rows, group.first.second));
      round.commands.push_back(std::move(taken));
      round.only_rules->insert(file.rule->id);
      found[file.of] = false;
    }
    TRY(app_.trial(
        {round}, [&](store::Session& session, const std::vector<int64_t>& parcels) -> Result<void> {
          TRY_ASSIGN(const auto findings, findings_of(session, register_id));
          for (const finding::Finding& finding : findings) {
            const auto at = std::ranges::find(parcels, finding.parcel);
            if (at == parcels.end()) continue;
            const CaseFile& file = files[static_cast<size_t>(at - parcels.begin())];
            if (file.rule->id == finding.rule) found[file.of] = true;
          }
          return {};
        }));
  }
  return found;
}

Result<CaseRunner::Outcome> CaseRunner::run_alone(const pack::RuleCase& one, bool all_rules) {
  const CaseFile file = file_of(one);
  std::vector<App::TrialRound> rounds;
  if (!one.with.empty()) {
    rounds.push_back({{}, std::set<std::string>(), false});
    for (const pack::CaseWith& with : one.with) {
      TRY_ASSIGN(journal::Command taken, command(with.register_id, with.rows, file.day));
      rounds.back().commands.push_back(std::move(taken));
    }
  }
  // The rows of one file are one wave, whose verdict stands before any of them is accepted.
  rounds.push_back({{}, {}, !all_rules});
  if (!all_rules) rounds.back().only_rules = std::set<std::string>{one.rule};
  TRY_ASSIGN(journal::Command taken, command(one.register_id, one.rows, file.day));
  rounds.back().commands.push_back(std::move(taken));
  Outcome outcome;
  TRY(app_.trial(rounds,
                 [&](store::Session& session, const std::vector<int64_t>& parcels) -> Result<void> {
                   TRY_ASSIGN(auto findings, findings_of(session, {}));
                   for (finding::Finding& finding : findings) {
                     if (finding.parcel == parcels.back())
                       outcome.findings.push_back(std::move(finding));
                     else if (finding.grade != "note")
                       outcome.with_refused.push_back(std::move(finding));
                   }
                   return {};
                 }));
  outcome.found = std::ranges::any_of(
      outcome.findings, [&](const finding::Finding& found) { return found.rule == one.rule; });
  return outcome;
}

}  // namespace diaodu::app
