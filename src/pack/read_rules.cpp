// rules/<register>.toml and cases/<register>.toml.
#include <algorithm>

#include "base/text.hpp"
#include "pack/loading.hpp"
#include "pack/queries.hpp"
#include "pack/sql_scan.hpp"

namespace diaodu::pack {
namespace {

const std::vector<std::string> kGrades = {"reject", "question", "note"};
const std::vector<std::string> kReaches = {"row", "parcel", "register"};

struct RuleReader {
  Loading& loading;
  std::string file;
  const Register& of;

  Faults& faults() { return loading.faults; }

  // Every {name} of a sentence must be something the finding can fill.
  void check_sentence(Reader& reader, std::string_view key, const Words& words) {
    std::set<std::string> unknown;
    for (const std::string& text : {words.zh, words.en})
      fill_template(text, [&](std::string_view name) -> std::optional<std::string> {
        const std::string placeholder(name);
        const bool known = of.find(name) || loading.pack.param(name) || name == "other_area";
        if (known || !unknown.insert(placeholder).second) return std::nullopt;
        std::vector<std::string> names = {"other_area"};
        for (const ColumnDef& column : of.columns) names.push_back(column.name);
        for (const ParamDef& param : loading.pack.params) names.push_back(param.id);
        faults().add_unknown("pack.unknown_placeholder", reader.place_of(key),
                             {std::string(key) + " 用到 {" + placeholder + "}，既不是登记表“" +
                                  of.id + "”的列，也不是参数。",
                              std::string(key) + " names {" + placeholder +
                                  "}, neither a column of register \"" + of.id + "\" nor a param."},
                             placeholder, names,
                             {"只能用本行的列、参数和 {other_area}。",
                              "Only columns of the row, params and {other_area} can stand there."});
        return std::nullopt;
      });
  }

  void check_column(Reader& reader, const std::string& key, const std::string& column) {
    if (column.empty() || of.find(column)) return;
    std::vector<std::string> names;
    for (const ColumnDef& one : of.columns) names.push_back(one.name);
    faults().add_unknown(
        "pack.unknown_column", reader.place_of(key),
        {key + " 用到列“" + column + "”，登记表“" + of.id + "”没有。",
         key + " names column \"" + column + "\", which register \"" + of.id + "\" lacks."},
        column, names);
  }

  void read_reach(Reader& reader, Rule& rule) {
    rule.reach = static_cast<Reach>(reader.choice("reach", kReaches, rule.fails.empty() ? 2 : 0));
    if (!rule.fails.empty() && rule.reach != Reach::row)
      faults().add("pack.misplaced_key", reader.place_of("reach"),
                   {"fails 只看一行，reach 只能是 \"row\"。",
                    "`fails` looks at one row, so reach is \"row\"."});
    rule.shares = reader.texts("shares");
    if (!rule.shares.empty() && rule.reach != Reach::register_)
      faults().add("pack.misplaced_key", reader.place_of("shares"),
                   {"shares 只用于 reach = \"register\" 的规则。",
                    "`shares` goes with reach = \"register\" only."});
    for (const std::string& column : rule.shares) check_column(reader, "shares", column);
  }

  void read_condition(Reader& reader, Rule& rule) {
    rule.fails = reader.text("fails");
    const bool both = reader.has("fails") && reader.has("query");
    if (both || (!reader.has("fails") && !reader.has("query")))
      faults().add("pack.fails_or_query", reader.place(),
                   {"规则“" + rule.id + "”须有 fails 或 query，且只有一个。",
                    "rule \"" + rule.id + "\" needs `fails` or `query`, one of them."});
    if (const Node* fails = reader.node("fails"); fails && !rule.fails.empty()) {
      rule.sql_place = {file, fails->text_line, fails->text_column};
      const SqlUse use =
          scan_expression({rule.fails, rule.sql_place, "fails"}, of, loading.pack, faults());
      rule.columns = use.columns;
      rule.params = use.params;
    }
    if (!reader.has("query")) return;
    if (const auto query = find_query(loading, reader, "rules")) {
      rule.query = query->sql;
      rule.query_file = query->file;
      rule.sql_place = query->start;
      const SqlUse use =
          scan_query({rule.query, query->start, "query"}, of, loading.pack, faults());
      rule.columns = use.columns;
      rule.params = use.params;
    }
  }

  void read_rule(const std::string& id, const Node& node, std::set<std::string>& seen) {
    Reader reader(node, file, "rule", faults());
    Rule rule;
    rule.id = id;
    rule.register_id = of.id;
    rule.place = reader.place();
    loading.good_id(id, {file, node.key_line, node.key_column}, seen);
    if (!reader.has("grade")) reader.missing("grade");
    rule.grade = static_cast<Grade>(reader.choice("grade", kGrades, 1));
    rule.column = reader.must_text("column");
    check_column(reader, "column", rule.column);
    read_condition(reader, rule);
    read_reach(reader, rule);
    read_follows(loading, reader, of, rule);
    rule.says = reader.must_words("says");
    rule.fix = reader.words("fix");
    rule.basis = reader.text("basis");
    check_sentence(reader, "says", rule.says);
    check_sentence(reader, "fix", rule.fix);
    if (!rule.column.empty() && of.find(rule.column) &&
        std::find(rule.columns.begin(), rule.columns.end(), rule.column) == rule.columns.end())
      rule.columns.push_back(rule.column);
    loading.pack.rules.push_back(std::move(rule));
  }
};

// The register a file of rules or cases is named after.
const Register* register_of(Loading& loading, const std::string& file) {
  const std::string id = stem_of(file);
  if (const Register* found = loading.pack.register_(id)) return found;
  std::vector<std::string> names;
  for (const Register& one : loading.pack.registers) names.push_back(one.id);
  loading.faults.add_unknown(
      "pack.unknown_register", {file, 0, 0},
      {"文件按登记表命名，但没有登记表“" + id + "”。",
       "the file is named after register \"" + id + "\", which the pack lacks."},
      id, names);
  return nullptr;
}

std::map<std::string, std::string> read_cells(Loading& loading, const std::string& file,
                                              const Node& node, const Register& of) {
  std::map<std::string, std::string> cells;
  std::vector<std::string> names;
  for (const ColumnDef& column : of.columns) names.push_back(column.name);
  for (const auto& [column, value] : node.members) {
    if (!of.find(column))
      loading.faults.add_unknown(
          "pack.unknown_column", {file, value.key_line, value.key_column},
          {"用例用到列“" + column + "”，登记表“" + of.id + "”没有。",
           "the case names column \"" + column + "\", which register \"" + of.id + "\" lacks."},
          column, names);
    cells[column] = scalar_text(value);
  }
  return cells;
}

CaseRows read_case_rows(Loading& loading, const std::string& file, const Node& rows,
                        const Register& of) {
  CaseRows made;
  const bool is_list =
      rows.kind == Node::Kind::array && std::ranges::all_of(rows.items, [](const Node& row) {
        return row.kind == Node::Kind::table;
      });
  if (!is_list || rows.items.empty())
    loading.faults.add("pack.wrong_kind", {file, rows.line, rows.column},
                       {"with 里每个登记表后面是几行：[{ 列 = \"…\" }, …]，至少一行。",
                        "`with` takes rows for each register: [{ column = \"…\" }, …], one at "
                        "least."});
  if (!is_list) return made;
  for (const Node& row : rows.items) made.push_back(read_cells(loading, file, row, of));
  return made;
}

// Rows of other registers that live already when the case's own arrive.
void read_with(Loading& loading, const std::string& file, const Node& with, RuleCase& made) {
  if (with.kind != Node::Kind::table) {
    loading.faults.add("pack.wrong_kind", {file, with.line, with.column},
                       {"with 是一张表：{ 登记表 = [{ 列 = \"…\" }] }。",
                        "`with` is a table: { register = [{ column = \"…\" }] }."});
    return;
  }
  std::vector<std::string> names;
  for (const Register& one : loading.pack.registers)
    if (one.id != made.register_id) names.push_back(one.id);
  for (const auto& [id, rows] : with.members) {
    const Place place{file, rows.key_line, rows.key_column};
    const Register* other = loading.pack.register_(id);
    if (!other)
      loading.faults.add_unknown("pack.unknown_register", place,
                                 {"with 里的登记表“" + id + "”，规则包里没有。",
                                  "`with` names register \"" + id + "\", which the pack lacks."},
                                 id, names);
    else if (id == made.register_id)
      loading.faults.add("pack.misplaced_key", place,
                         {"with 里放其他登记表的行；“" + id + "”自己的行写在 rows 里。",
                          "`with` holds rows of other registers; those of \"" + id +
                              "\" itself stand in `rows`."});
    else
      made.with.push_back({id, read_case_rows(loading, file, rows, *other), place});
  }
}

void read_case(Loading& loading, const std::string& file, const Node& node, const Register& of) {
  Reader reader(node, file, "case", loading.faults);
  RuleCase made;
  made.place = reader.place();
  made.register_id = of.id;
  made.rule = reader.must_text("rule");
  if (!made.rule.empty() && !loading.pack.rule(of.id, made.rule)) {
    std::vector<std::string> names;
    for (const Rule& rule : loading.pack.rules)
      if (rule.register_id == of.id) names.push_back(rule.id);
    loading.faults.add_unknown("pack.unknown_rule", reader.place_of("rule"),
                               {"登记表“" + of.id + "”没有规则“" + made.rule + "”。",
                                "register \"" + of.id + "\" has no rule \"" + made.rule + "\"."},
                               made.rule, names);
  }
  if (!reader.has("fails")) reader.missing("fails");
  made.fails = reader.flag("fails", false);
  made.day = reader.day("day");
  if (reader.has("row") == reader.has("rows"))
    loading.faults.add(
        "pack.row_or_rows", reader.place(),
        {"用例须有 row 或 rows，且只有一个。", "a case needs `row` or `rows`, one of them."});
  if (const Node* row = reader.node("row"))
    made.rows.push_back(read_cells(loading, file, *row, of));
  for (const Node* row : reader.tables("rows"))
    made.rows.push_back(read_cells(loading, file, *row, of));
  if (const Node* with = reader.node("with")) read_with(loading, file, *with, made);
  loading.pack.cases.push_back(std::move(made));
}

}  // namespace

std::optional<Query> find_query(Loading& loading, Reader& reader, const std::string& folder) {
  const Node* node = reader.node("query");
  const std::string typed = reader.text("query");
  if (!node || typed.empty()) return std::nullopt;
  if (!typed.ends_with(".sql"))
    return Query{typed, "", {reader.place().file, node->text_line, node->text_column}};
  const std::string name = folder + "/" + typed;
  const auto found = loading.files.find(name);
  if (found != loading.files.end()) return Query{found->second, name, {name, 1, 1}};
  std::vector<std::string> names;
  for (const auto& [file, bytes] : loading.files)
    if (file.starts_with(folder + "/") && file.ends_with(".sql"))
      names.push_back(file.substr(folder.size() + 1));
  loading.faults.add_unknown("pack.no_file", reader.place_of("query"),
                             {"没有文件“" + name + "”。", "there is no file \"" + name + "\"."},
                             typed, names);
  return std::nullopt;
}

void read_rules(Loading& loading) {
  for (const std::string& name : loading.toml_files("rules")) {
    const Register* of = register_of(loading, name);
    const auto node = loading.parse(name);
    if (!of || !node) continue;
    Reader file(*node, name, "rules file", loading.faults);
    const Node* rules = file.node("rule");
    if (!rules) {
      file.missing("rule");
      continue;
    }
    std::set<std::string> seen;
    for (const auto& [id, rule] : rules->members)
      RuleReader{loading, name, *of}.read_rule(id, rule, seen);
  }
}

void read_cases(Loading& loading) {
  for (const std::string& name : loading.toml_files("cases")) {
    const Register* of = register_of(loading, name);
    const auto node = loading.parse(name);
    if (!of || !node) continue;
    Reader file(*node, name, "cases file", loading.faults);
    for (const Node* one : file.tables("case")) read_case(loading, name, *one, *of);
  }
}

}  // namespace diaodu::pack
