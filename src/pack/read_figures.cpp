// indicators/<id>.toml, targets/<id>.toml, scenarios/<id>.toml.
#include <algorithm>

#include "base/text.hpp"
#include "pack/loading.hpp"
#include "pack/queries.hpp"
#include "pack/sql_scan.hpp"

namespace diaodu::pack {
namespace {

const std::vector<std::string> kKinds = {"sum", "ratio", "distinct"};
const std::vector<std::string> kMeasures = {"record_complete", "field_filled", "explained",
                                            "verified"};
const std::vector<std::string> kCompares = {"at_least", "at_most", "exceeds", "not_less_than"};

template <typename T>
std::vector<std::string> ids_of(const std::vector<T>& all) {
  std::vector<std::string> ids;
  for (const T& one : all) ids.push_back(one.id);
  return ids;
}

// A key that names something declared elsewhere: faults it if it is not among `names`.
void must_be_known(Loading& loading, Reader& reader, std::string_view key, const std::string& typed,
                   const std::vector<std::string>& names, const std::string& code) {
  if (typed.empty() || std::find(names.begin(), names.end(), typed) != names.end()) return;
  const std::string k(key);
  loading.faults.add_unknown(code, reader.place_of(key),
                             {k + " 用到“" + typed + "”，规则包里没有。",
                              k + " names \"" + typed + "\", which the pack lacks."},
                             typed, names);
}

struct IndicatorReader {
  Loading& loading;
  std::string file;
  Indicator made = {};

  Faults& faults() { return loading.faults; }

  void read_parts(const Node* parts) {
    if (!parts) return;
    for (const auto& [axis, names] : parts->members) {
      if (std::find(made.axes.begin(), made.axes.end(), axis) == made.axes.end())
        faults().add_unknown("pack.unknown_axis", {file, names.key_line, names.key_column},
                             {"parts 里的“" + axis + "”不在 axes 中。",
                              "parts names \"" + axis + "\", which is not in axes."},
                             axis, made.axes);
      for (const auto& [part, name] : names.members)
        made.parts[axis][part] = read_words(name, file, faults());
    }
  }

  void check_axes(Reader& reader, const Register& of) {
    for (const std::string& axis : made.axes) {
      if (!is_identifier(axis))
        faults().add("pack.bad_name", reader.place_of("axes"),
                     {"名称“" + axis + "”不可用。", "the name \"" + axis + "\" cannot be used."});
      const ColumnDef* column = of.find(axis);
      if (column && (column->type != "code" || column->secret != Secret::open))
        faults().add(
            "pack.wrong_column", reader.place_of("axes"),
            {"分组用的列“" + axis + "”必须是 type = \"code\" 且 secret = \"open\"。",
             "axis column \"" + axis + "\" must have type = \"code\" and secret = \"open\"."});
      if (!column && made.measure.empty() && made.parts[axis].empty())
        faults().add("pack.missing_key", reader.place_of("axes"),
                     {"“" + axis + "”不是登记表的列，须用 [parts." + axis + "] 列出各部分。",
                      "\"" + axis + "\" is no column of the register: list its parts in [parts." +
                          axis + "]."});
    }
  }

  void read_query(Reader& reader, const Register& of) {
    if (reader.has("query") == reader.has("measure"))
      faults().add("pack.query_or_measure", reader.place(),
                   {"指标“" + made.id + "”须有 query 或 measure，且只有一个。",
                    "indicator \"" + made.id + "\" needs `query` or `measure`, one of them."});
    if (reader.has("measure")) {
      const size_t at = reader.choice("measure", kMeasures, 0);
      made.measure = kMeasures[at];
      if (made.kind != Kind::ratio)
        faults().add("pack.wrong_kind", reader.place_of(reader.has("kind") ? "kind" : "measure"),
                     {"measure 得出 n 和 d，kind 必须是 \"ratio\"。",
                      "a measure gives n and d: kind must be \"ratio\"."});
      return;
    }
    const auto query = find_query(loading, reader, "indicators");
    if (!query) return;
    made.query = query->sql;
    made.query_file = query->file;
    made.sql_place = query->start;
    const SqlUse use = scan_query({made.query, query->start, "query"}, of, loading.pack, faults());
    made.columns = use.columns;
    made.params = use.params;
    made.day_turning = use.reads_day;
    made.uses_changes = use.uses_changes;
    for (const auto& [key, to] :
         {std::pair("counts", &made.counts), {"counts_part", &made.counts_part}}) {
      *to = reader.text(key);
      if (!to->empty()) scan_query({*to, reader.place_of(key), key}, of, loading.pack, faults());
    }
  }

  void read_area(Reader& reader, const Register& of) {
    made.area = reader.has("area") ? reader.text("area") : of.area;
    const ColumnDef* column = of.find(made.area);
    if (!column) {
      std::vector<std::string> names;
      for (const ColumnDef& one : of.columns) names.push_back(one.name);
      if (reader.has("area"))
        faults().add_unknown(
            "pack.unknown_column", reader.place_of("area"),
            {"area 用到列“" + made.area + "”，登记表“" + of.id + "”没有。",
             "area names column \"" + made.area + "\", which register \"" + of.id + "\" lacks."},
            made.area, names);
    } else if (column->type != "area") {
      faults().add("pack.wrong_column", reader.place_of("area"),
                   {"area 要求“area”类型的列，“" + made.area + "”是“" + column->type + "”。",
                    "area needs a column of type \"area\"; \"" + made.area + "\" is \"" +
                        column->type + "\"."});
    }
  }

  void read_parts_add_up(Reader& reader) {
    const Node* node = reader.node("parts_add_up");
    if (!node) return;
    Reader inner(*node, file, "parts_add_up", faults());
    made.parts_add_up = inner.must_text("axis");
    must_be_known(loading, inner, "axis", made.parts_add_up, made.axes, "pack.unknown_axis");
  }

  void read(const Node& root) {
    Reader whole(root, file, "indicator file", faults());
    const Node* head = whole.node("indicator");
    if (!head) return whole.missing("indicator");
    Reader reader(*head, file, "indicator", faults());
    made.place = reader.place();
    made.id = loading.file_id(file, reader);
    made.name = reader.must_words("name");
    made.unit = reader.must_words("unit");
    made.explain = reader.words("explain");
    made.kind = static_cast<Kind>(reader.choice("kind", kKinds, 0));
    if (!reader.has("kind")) reader.missing("kind");
    made.axes = reader.texts("axes");
    made.higher_is_better = reader.choice("better", {"higher", "lower"}, 0) == 0;
    made.stored_to = reader.level("stored_to").value_or(Level::county);
    made.basis = reader.text("basis");
    made.register_id = reader.must_text("register");
    must_be_known(loading, reader, "register", made.register_id, ids_of(loading.pack.registers),
                  "pack.unknown_register");
    read_parts(whole.node("parts"));
    read_parts_add_up(reader);
    if (const Register* of = loading.pack.register_(made.register_id)) {
      read_query(reader, *of);
      check_axes(reader, *of);
      read_area(reader, *of);
    }
    loading.pack.indicators.push_back(std::move(made));
  }
};

void read_rank(Loading& loading, const std::string& file, const Node& node, Target& target) {
  Reader reader(node, file, "rank", loading.faults);
  RankLevel rank{};
  if (!reader.has("level")) reader.missing("level");
  rank.level = reader.level("level").value_or(Level::nation);
  rank.on = reader.flag("on", true);
  rank.basis = reader.text("basis");
  rank.end = reader.day("end");
  if (rank.on && rank.basis.empty()) reader.missing("basis");
  if (rank.on && !reader.has("end")) reader.missing("end");
  target.rank.push_back(std::move(rank));
}

void read_target(Loading& loading, const std::string& file, const Node& root) {
  Reader whole(root, file, "target file", loading.faults);
  const Node* head = whole.node("target");
  if (!head) return whole.missing("target");
  Reader reader(*head, file, "target", loading.faults);
  Target target;
  target.place = reader.place();
  target.id = loading.file_id(file, reader);
  target.name = reader.must_words("name");
  target.indicator = reader.must_text("indicator");
  must_be_known(loading, reader, "indicator", target.indicator, ids_of(loading.pack.indicators),
                "pack.unknown_indicator");
  target.compare = static_cast<Compare>(reader.choice("compare", kCompares, 0));
  if (!reader.has("goal")) reader.missing("goal");
  target.goal = reader.number("goal");
  target.due = reader.day("due");
  target.expects = reader.text("expects");
  must_be_known(loading, reader, "expects", target.expects, ids_of(loading.pack.groups),
                "pack.unknown_group");
  target.register_id = reader.text("register");
  must_be_known(loading, reader, "register", target.register_id, ids_of(loading.pack.registers),
                "pack.unknown_register");
  if (const Indicator* of = loading.pack.indicator(target.indicator);
      of && target.register_id.empty())
    target.register_id = of->register_id;
  target.shown_decimals = reader.whole("shown_decimals", 1, 0, 4);
  target.rank_min_n = reader.whole("rank_min_n", 100, 0, 1'000'000'000);
  target.speed_days = reader.whole("speed_days", 3, 1, 365);
  for (const Node* rank : whole.tables("rank")) read_rank(loading, file, *rank, target);
  loading.pack.targets.push_back(std::move(target));
}

bool is_table_list(const Node& node) {
  return node.kind == Node::Kind::array && !node.items.empty() &&
         node.items[0].kind == Node::Kind::table;
}

// {a = {b = 1}} -> "a.b" = "1"; lists of texts are joined with commas.
void flatten(const Node& table, const std::string& before,
             std::map<std::string, std::string>& out) {
  for (const auto& [key, value] : table.members) {
    if (value.kind == Node::Kind::table)
      flatten(value, before + key + ".", out);
    else
      out[before + key] = scalar_text(value);
  }
}

void read_settings(const Node& table, const std::string& before, ScenarioDef& scenario) {
  for (const auto& [key, value] : table.members) {
    const std::string name = before + key;
    if (value.kind == Node::Kind::table) {
      read_settings(value, name + ".", scenario);
    } else if (is_table_list(value)) {
      for (const Node& row : value.items) flatten(row, "", scenario.tables[name].emplace_back());
    } else {
      scenario.settings[name] = scalar_text(value);
    }
  }
}

void read_scenario(Loading& loading, const std::string& file, const Node& root) {
  const Node* head = root.find("scenario");
  if (!head) {
    loading.faults.add("pack.missing_key", {file, 1, 1},
                       {"文件缺少 [scenario]。", "the file lacks [scenario]."});
    return;
  }
  Reader reader(*head, file, "scenario", loading.faults);
  ScenarioDef scenario;
  scenario.place = reader.place();
  scenario.id = loading.file_id(file, reader);
  scenario.name = reader.must_words("name");
  scenario.maker = reader.must_text("maker");
  Node rest = root;
  std::erase_if(rest.members, [](const auto& member) { return member.first == "scenario"; });
  read_settings(rest, "", scenario);
  loading.pack.scenarios.push_back(std::move(scenario));
}

}  // namespace

void read_indicators(Loading& loading) {
  for (const std::string& name : loading.toml_files("indicators"))
    if (const auto node = loading.parse(name)) IndicatorReader{loading, name}.read(*node);
  std::ranges::stable_sort(loading.pack.indicators, {}, [&](const Indicator& one) {
    return std::ranges::find(loading.pack.registers, one.register_id, &Register::id) -
           loading.pack.registers.begin();
  });
}

void read_targets(Loading& loading) {
  for (const std::string& name : loading.toml_files("targets"))
    if (const auto node = loading.parse(name)) read_target(loading, name, *node);
}

void read_scenarios(Loading& loading) {
  for (const std::string& name : loading.toml_files("scenarios"))
    if (const auto node = loading.parse(name)) read_scenario(loading, name, *node);
}

}  // namespace diaodu::pack
