// Every query of a pack, prepared on an engine before anybody depends on it.
#include <algorithm>

#include "base/text.hpp"
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
          check_expression({{"条件 when ", "when of"}, column.name, column.place, column.when},
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
    pack::Place place;
    std::string sql;
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

  void add_fault(const std::string& code, const Text& text, const Words& why, const Words& hint) {
    faults_.push_back({.code = code,
                       .message = {text.kind.zh + "“" + text.id + "”" + why.zh,
                                   text.kind.en + " \"" + text.id + "\" " + why.en},
                       .hint = hint,
                       .place = pack::to_text(text.place),
                       .params = {{"id", text.id}},
                       .exit = Exit::found_something});
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

  static Words hint_for(const std::string& engine_text) {
    if (engine_text.find("mbiguous") != std::string::npos &&
        engine_text.find("dist_county") != std::string::npos)
      return {"参数按地区取值而查询读了几张表时，请连接 param_at（按 dist_county），用它的列。",
              "Where a param differs by area and the query reads several tables, join param_at on "
              "dist_county and name its column."};
    return {"核对列名、函数和类型。", "Check the names of columns, functions and types."};
  }

  // Its result columns, or nothing and a fault.
  std::optional<std::vector<std::string>> prepare(const Text& text) {
    const Result<store::Batch> shape = session_.describe(text.sql, {{"back_days", int32_t{1}}});
    if (!shape.ok()) {
      add_fault("pack.query_refused", text,
                {"数据库不接受：" + shape.error().message.zh,
                 "is refused by the database: " + shape.error().message.en},
                hint_for(shape.error().message.en));
      return std::nullopt;
    }
    std::vector<std::string> names;
    for (const store::Column& column : shape.value().columns) names.push_back(column.name());
    return names;
  }

  bool allowed(const Text& text, bool in_rule) {
    const Result<store::Session::Names> names = session_.names_in_select(text.sql);
    if (!names.ok()) {
      add_fault("pack.not_one_select", text,
                {"须是一条 SELECT：" + names.error().message.zh,
                 "must be one SELECT: " + names.error().message.en},
                {"一条规则或指标只写一条 SELECT，不带分号。",
                 "A rule or an indicator is one SELECT, without a semicolon."});
      return false;
    }
    bool good = true;
    for (const std::string& relation : names.value().relations) {
      if (std::ranges::count(relations_, relation) > 0 || (in_rule && relation == "incoming"))
        continue;
      add_fault("pack.unknown_relation", text,
                {"读了“" + relation + "”，规则包不能读它。",
                 "reads \"" + relation + "\", which a pack may not read."},
                {"可以读：" + join(relations_, "、"), "It may read: " + join(relations_, ", ")});
      good = false;
    }
    for (const std::string& function : names.value().functions) {
      if (std::ranges::count(pack::sql_functions(), function) > 0) continue;
      const auto near = did_you_mean(function, pack::sql_functions());
      add_fault("pack.unknown_function", text,
                {"用了函数“" + function + "”，两种数据库含义不一或没有。",
                 "calls \"" + function + "\", which does not mean the same on both databases."},
                {near ? "是不是 " + *near + "？" : "可用的函数见 docs/pack.md。",
                 near ? "Did you mean \"" + *near + "\"?" : "docs/pack.md lists the functions."});
      good = false;
    }
    return good;
  }

  void check_expression(Text text, const std::string& table) {
    if (!filled(text)) return;
    text.sql = fill(sql::check_expression, {{"table", table}, {"expression", text.sql}});
    if (allowed(text, true)) prepare(text);
  }

  void must_give(const Text& text, const std::vector<std::string>& given,
                 const std::vector<std::string>& wanted) {
    for (const std::string& column : wanted)
      if (std::ranges::count(given, column) == 0)
        add_fault("pack.query_lacks_column", text,
                  {"的查询没有给出列“" + column + "”。", "gives no column \"" + column + "\"."},
                  {"查询须给出：" + join(wanted, "、"), "It must give: " + join(wanted, ", ")});
  }

  static pack::Place place_of(const pack::Place& place, const std::string& query_file) {
    return query_file.empty() ? place : pack::Place{query_file, 1, 1};
  }

  void check_rule(const pack::Rule& rule) {
    if (rule.query.empty()) {
      check_expression({{"规则", "rule"}, rule.id, rule.place, rule.fails}, "incoming");
      return;
    }
    Text text{{"规则", "rule"}, rule.id, place_of(rule.place, rule.query_file), rule.query};
    if (!filled(text) || !allowed(text, true)) return;
    if (const auto given = prepare(text)) must_give(text, *given, {"parcel", "row_no"});
  }

  void check_indicator(const pack::Indicator& indicator) {
    Text text{{"指标", "indicator"},
              indicator.id,
              place_of(indicator.place, indicator.query_file),
              indicator.query};
    if (!filled(text) || !allowed(text, false)) return;
    const auto given = prepare(text);
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
