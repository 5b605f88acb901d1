// Every query of a pack, prepared on an engine before anybody depends on it.
#include <algorithm>

#include "base/text.hpp"
#include "frame/query_fault.hpp"
#include "frame/sql.hpp"
#include "frame/sql_fill.hpp"
#include "frame/temporary.hpp"
#include "pack/sql_scan.hpp"

namespace diaodu::frame {

using store::quoted;

namespace {

class QueryChecker {
 public:
  QueryChecker(store::Session& session, const pack::Pack& pack) : session_(session), pack_(pack) {}

  Result<std::vector<Error>> run() {
    TRY(make_tables());
    for (const pack::Register& register_ : pack_.registers) {
      TRY(show_incoming(register_));
      for (const pack::ColumnDef& column : register_.columns)
        if (!column.when.empty())
          check_expression({{"条件 when ", "when of"},
                            column.name,
                            written_at(column.when_place, column.place),
                            column.when,
                            column.when},
                           "incoming");
      for (const pack::Rule& rule : pack_.rules)
        if (rule.register_id == register_.id) check_rule(rule);
    }
    for (const pack::Indicator& indicator : pack_.indicators)
      if (!indicator.query.empty()) check_indicator(indicator);
    return std::move(faults_);
  }

 private:
  struct Text {
    Words kind;
    std::string id;
    pack::Place place;    // of the first character
    std::string sql;      // params filled, wrapped
    std::string written;  // as its author wrote it
  };

  Result<void> make_tables() {
    TRY(store::migrate(session_));
    for (const pack::Register& register_ : pack_.registers) {
      for (const std::string& name : {register_.id, register_.id + "_before"})
        TRY(make(name, register_,
                 "complete boolean, explained_complete boolean, verified_all boolean"));
      TRY(session_.run(fill(sql::check_change, {{"table", quoted(register_.id + "_change")}})));
      for (const std::string& name :
           {register_.id, register_.id + "_before", register_.id + "_change"})
        relations_.push_back(name);
    }
    std::string params;
    for (const pack::ParamDef& param : pack_.params)
      params += ", " + param_sql(param, day()) + " as " + quoted(param.id);
    TRY(session_.run(fill(sql::param_at, {{"params", params}})));
    for (const char* name : {"area", "figure", "param_at"}) relations_.emplace_back(name);
    return {};
  }

  Result<void> make(const std::string& name, const pack::Register& register_,
                    const std::string& more) {
    TRY(session_.run(fill(
        sql::check_register,
        {{"table", quoted(name)}, {"columns", column_definitions(register_)}, {"more", more}})));
    return {};
  }

  Result<void> show_incoming(const pack::Register& register_) {
    TRY(session_.run(fill(sql::drop_table, {{"table", "incoming"}})));
    return make("incoming", register_,
                "touched bigint, is_new boolean, elsewhere varchar, old_missing bigint, "
                "old_explained bigint, old_verified bigint");
  }

  // A day on which every param has a value.
  Day day() const {
    Day latest = *make_day(2000, 1, 1);
    for (const pack::ParamDef& param : pack_.params)
      for (const pack::ParamValue& value : param.values) latest = std::max(latest, value.from);
    return latest;
  }

  void add_fault(const std::string& code, const Text& text, const Words& why, const Words& hint,
                 const pack::Place& place, const std::string& engine_text = {}) {
    Error fault{.code = code,
                .message = {text.kind.zh + "“" + text.id + "”" + why.zh,
                            text.kind.en + " \"" + text.id + "\" " + why.en},
                .hint = hint,
                .place = pack::to_text(place),
                .params = {{"id", text.id}},
                .exit = Exit::found_something};
    if (!engine_text.empty()) fault.params.emplace_back("engine", engine_text);
    faults_.push_back(std::move(fault));
  }
  void add_fault(const std::string& code, const Text& text, const Words& why, const Words& hint) {
    add_fault(code, text, why, hint, text.place);
  }

  static std::string engine_text_of(const Error& error) {
    for (const auto& [name, value] : error.params)
      if (name == "engine") return value;
    return error.message.en;
  }

  // Names that could be meant by one that is unknown.
  std::vector<std::string> names_for(QueryFault kind, bool in_rule) const {
    if (kind == QueryFault::unknown_function) return pack::sql_functions();
    std::vector<std::string> names;
    if (kind == QueryFault::unknown_relation) {
      names = relations_;
      if (in_rule) names.emplace_back("incoming");
      return names;
    }
    for (const pack::Register& register_ : pack_.registers)
      for (const pack::ColumnDef& column : register_.columns) names.push_back(column.name);
    for (const char* name :
         {"parcel", "sheet", "row_no", "dist_county", "missing", "explained", "verified", "changed",
          "complete", "explained_complete", "verified_all", "day_from"})
      names.emplace_back(name);
    return names;
  }

  void add_problem(const QueryProblem& problem, const Text& text, bool in_rule,
                   const std::string& engine_text) {
    std::string code = "pack.query_refused";
    if (problem.kind == QueryFault::unknown_column) code = "pack.unknown_column";
    if (problem.kind == QueryFault::unknown_relation) code = "pack.unknown_relation";
    if (problem.kind == QueryFault::unknown_function) code = "pack.unknown_function";
    Words hint = advice(problem, names_for(problem.kind, in_rule));
    if (problem.kind == QueryFault::ambiguous && problem.name == "dist_county")
      hint = join_param_at();
    if (code == "pack.query_refused") {
      const std::string quoted = "\n> " + replace_all(engine_text, "\n", "\n> ");
      hint.zh += quoted, hint.en += quoted;
    }
    add_fault(code, text, said(problem), hint, place_of(problem, text.written, text.place),
              engine_text);
  }

  bool filled(Text& text) {
    Result<std::string> sql = fill_params(pack_, text.sql, day());
    if (!sql.ok()) {
      faults_.push_back(std::move(sql).error());
      return false;
    }
    text.sql = std::move(sql).value();
    return true;
  }

  static Words join_param_at() {
    return {"参数按地区取值而查询读了几张表时，请连接 param_at（按 dist_county），用它的列。",
            "Where a param differs by area and the query reads several tables, join param_at on "
            "dist_county and name its column."};
  }

  // Its result columns, or nothing and a fault. The engine stops at the first name it does not
  // know: columns are taken out one by one until all of them are told.
  std::optional<std::vector<std::string>> prepare(Text text, bool in_rule) {
    constexpr int kUnknownMax = 20;
    bool good = true;
    for (int i = 0; i < kUnknownMax; ++i) {
      const Result<store::Batch> shape = session_.describe(text.sql, {{"back_days", int32_t{1}}});
      if (shape.ok()) {
        if (!good) return std::nullopt;
        std::vector<std::string> names;
        for (const store::Column& column : shape.value().columns) names.push_back(column.name());
        return names;
      }
      if (shape.error().code == "store.param")
        return std::nullopt;  // an unknown $name: told before
      const std::string engine_text = engine_text_of(shape.error());
      const QueryProblem problem = problem_of(engine_text);
      const bool is_column = problem.kind == QueryFault::unknown_column;
      if (good || is_column) add_problem(problem, text, in_rule, engine_text);
      good = false;
      if (!is_column || !without_column(problem, text.sql)) break;
    }
    return std::nullopt;
  }

  bool allowed(const Text& text, bool in_rule) {
    const Result<store::Session::Names> names = session_.names_in_select(text.sql);
    if (!names.ok()) {
      const std::string engine_text = engine_text_of(names.error());
      const QueryProblem problem = problem_of(engine_text);
      if (problem.kind == QueryFault::syntax && !problem.name.empty()) {
        add_problem(problem, text, in_rule, engine_text);
        return false;
      }
      add_fault("pack.not_one_select", text, {"须是一条 SELECT。", "must be one SELECT."},
                {"一条规则或指标只写一条 SELECT，不带分号。",
                 "A rule or an indicator is one SELECT, without a semicolon."},
                text.place, engine_text);
      return false;
    }
    bool good = true;
    const auto refuse = [&](QueryFault kind, const std::string& name) {
      add_problem({kind, name, {}, {}}, text, in_rule, {});
      good = false;
    };
    for (const std::string& relation : names.value().relations)
      if (std::ranges::count(relations_, relation) == 0 && !(in_rule && relation == "incoming"))
        refuse(QueryFault::unknown_relation, relation);
    for (const std::string& function : names.value().functions)
      if (std::ranges::count(pack::sql_functions(), function) == 0)
        refuse(QueryFault::unknown_function, function);
    return good;
  }

  void check_expression(Text text, const std::string& table) {
    if (!filled(text)) return;
    text.sql = fill(sql::check_expression, {{"table", table}, {"expression", text.sql}});
    if (allowed(text, true)) prepare(std::move(text), true);
  }

  void must_give(const Text& text, const std::vector<std::string>& given,
                 const std::vector<std::string>& wanted) {
    for (const std::string& column : wanted)
      if (std::ranges::count(given, column) == 0)
        add_fault("pack.query_lacks_column", text,
                  {"的查询没有给出列“" + column + "”。", "gives no column \"" + column + "\"."},
                  {"查询须给出：" + join(wanted, "、"), "It must give: " + join(wanted, ", ")});
  }

  // Where an SQL text begins; packs made in memory say only where its owner stands.
  static pack::Place written_at(const pack::Place& sql_place, const pack::Place& owner) {
    return sql_place.line > 0 ? sql_place : owner;
  }

  void check_rule(const pack::Rule& rule) {
    if (rule.query.empty()) {
      check_expression({{"规则", "rule"},
                        rule.id,
                        written_at(rule.sql_place, rule.place),
                        rule.fails,
                        rule.fails},
                       "incoming");
      return;
    }
    Text text{
        {"规则", "rule"}, rule.id, written_at(rule.sql_place, rule.place), rule.query, rule.query};
    if (!filled(text) || !allowed(text, true)) return;
    if (const auto given = prepare(text, true)) must_give(text, *given, {"parcel", "row_no"});
  }

  void check_indicator(const pack::Indicator& indicator) {
    Text text{{"指标", "indicator"},
              indicator.id,
              written_at(indicator.sql_place, indicator.place),
              indicator.query,
              indicator.query};
    if (!filled(text) || !allowed(text, false)) return;
    const auto given = prepare(text, false);
    if (!given) return;
    std::vector<std::string> wanted = {"area", "n"};
    if (indicator.kind == pack::Kind::ratio) wanted.emplace_back("d");
    if (!indicator.axes.empty()) wanted.emplace_back("part");
    must_give(text, *given, wanted);
  }

  store::Session& session_;
  const pack::Pack& pack_;
  std::vector<std::string> relations_;
  std::vector<Error> faults_;
};

}  // namespace

Result<std::vector<Error>> check_queries(store::Session& session, const pack::Pack& pack) {
  return QueryChecker(session, pack).run();
}

}  // namespace diaodu::frame
