// registers/<id>.toml.
#include <algorithm>

#include "base/text.hpp"
#include "pack/loading.hpp"
#include "pack/sql_scan.hpp"
#include "pack/types.hpp"

namespace diaodu::pack {
namespace {

constexpr size_t kColumnsMax = 62;  // a bit each in the masks of a record

const std::vector<std::string> kNeeds = {"always", "expected", "optional"};
const std::vector<std::string> kSecrets = {"open", "internal", "personal"};

struct RegisterReader {
  Loading& loading;
  std::string name;
  Register made = {};
  std::vector<std::pair<size_t, Place>> whens = {};  // column, where its `when` starts
  std::set<std::string> seen = {};

  Faults& faults() { return loading.faults; }

  void column_type(Reader& reader, ColumnDef& column) {
    column.type = reader.must_text("type");
    if (!column.type.empty() && !find_type(column.type))
      faults().add_unknown(
          "pack.unknown_type", reader.place_of("type"),
          {"没有“" + column.type + "”这种类型。", "there is no type \"" + column.type + "\"."},
          column.type, type_names(),
          {"可用的类型：" + join(type_names(), "、") + "。",
           "The types: " + join(type_names(), ", ") + "."});
    column.codes = reader.text("codes");
    column.level = reader.level("level");
    column.scale = reader.whole("scale", 0, 0, 6);
    column.fixed_line = reader.flag("fixed_line", false);
    column.host_view = reader.flag("host_view", false);
    only_for(reader, column, "codes", "code");
    only_for(reader, column, "level", "area");
    only_for(reader, column, "scale", "decimal");
    only_for(reader, column, "fixed_line", "phone");
    if (column.type == "code" && column.codes.empty()) reader.missing("codes");
    if (column.type == "area" && !reader.has("level")) reader.missing("level");
    if (!column.codes.empty()) find_codes(reader, column);
  }

  void only_for(Reader& reader, const ColumnDef& column, const std::string& key,
                const std::string& type) {
    if (!reader.has(key) || column.type == type) return;
    faults().add("pack.misplaced_key", reader.place_of(key),
                 {"“" + key + "”只用于类型“" + type + "”。",
                  "\"" + key + "\" goes with type \"" + type + "\" only."});
  }

  void find_codes(Reader& reader, ColumnDef& column) {
    const CodeList* list = loading.pack.code_list(column.codes);
    if (list) {
      column.codes_at = static_cast<int>(list - loading.pack.codes.data());
      return;
    }
    std::vector<std::string> names;
    for (const CodeList& one : loading.pack.codes) names.push_back(one.id);
    faults().add_unknown(
        "pack.unknown_codes", reader.place_of("codes"),
        {"没有代码表“" + column.codes + "”。", "there is no code list \"" + column.codes + "\"."},
        column.codes, names, {"代码表在 codes/ 里定义。", "Code lists are declared in codes/."});
  }

  void read_column(const Node& node) {
    Reader reader(node, name, "column", faults());
    ColumnDef column;
    column.place = reader.place();
    column.name = reader.must_text("name");
    const size_t known = seen.size();
    if (!column.name.empty() && loading.good_id(column.name, reader.place_of("name"), seen))
      check_reserved(column.name, reader.place_of("name"));
    if (seen.size() == known)
      return;  // no name of its own: the rest would be faulted on its account
    column_type(reader, column);
    column.heads = reader.texts("heads");
    column.title = reader.words("title");
    if (column.title.empty()) {
      const std::string first = column.heads.empty() ? column.name : column.heads.front();
      column.title = {first, replace_all(column.name, "_", " ")};
    }
    column.need = static_cast<Need>(reader.choice("need", kNeeds, 2));
    column.secret =
        static_cast<Secret>(reader.choice("secret", kSecrets, static_cast<size_t>(made.secret)));
    column.group = reader.text("group");
    column.when = reader.text("when");
    if (!column.when.empty()) {
      const Node& when = *reader.node("when");
      whens.emplace_back(made.columns.size(), Place{name, when.text_line, when.text_column});
      if (column.need != Need::expected)
        faults().add("pack.misplaced_key", reader.place_of("when"),
                     {"“when”只用于 need = \"expected\" 的列。",
                      "\"when\" goes with need = \"expected\" only."});
    }
    made.columns.push_back(std::move(column));
  }

  void check_reserved(const std::string& id, const Place& place) {
    if (!is_reserved(id)) return;
    faults().add("pack.reserved_name", place,
                 {"“" + id + "”是保留名，不能用。", "\"" + id + "\" is a reserved name."},
                 {"请换一个更具体的名称，例如加上对象：" + id + "_note。",
                  "Choose a fuller name, for example " + id + "_note."});
  }

  // A key of [register] that names a column; `type`: what it must be, empty for any.
  std::string column_key(Reader& reader, std::string_view key, std::string_view type) {
    const std::string column = reader.text(key);
    if (!column.empty()) check_column(column, reader.place_of(key), key, type);
    return column;
  }
  void check_column(const std::string& column, const Place& place, std::string_view key,
                    std::string_view type) {
    const ColumnDef* found = made.find(column);
    std::vector<std::string> names;
    for (const ColumnDef& one : made.columns) names.push_back(one.name);
    const std::string k(key), t(type);
    if (!found)
      return faults().add_unknown(
          "pack.unknown_column", place,
          {k + " 用到列“" + column + "”，登记表“" + made.id + "”没有。",
           k + " names column \"" + column + "\", which register \"" + made.id + "\" lacks."},
          column, names);
    if (!type.empty() && found->type != type)
      faults().add("pack.wrong_column", place,
                   {k + " 要求“" + t + "”类型的列，“" + column + "”是“" + found->type + "”。",
                    k + " needs a column of type \"" + t + "\"; \"" + column + "\" is \"" +
                        found->type + "\"."});
    if ((key == "key" || key == "area") && found->need != Need::always)
      faults().add("pack.wrong_column", place,
                   {k + " 用的列“" + column + "”必须是 need = \"always\"。",
                    k + " column \"" + column + "\" must have need = \"always\"."});
  }

  void read_head(Reader& reader) {
    made.grain = reader.text("grain");
    made.key = reader.texts("key");
    if (made.key.empty()) reader.missing("key");
    for (const std::string& column : made.key)
      check_column(column, reader.place_of("key"), "key", "");
    made.area = column_key(reader, "area", "area");
    if (made.area.empty() && !reader.has("area")) reader.missing("area");
    made.also_area = column_key(reader, "also_area", "area");
    made.reason = column_key(reader, "reason", "code");
    made.verified_by = column_key(reader, "verified_by", "");
    made.verified_on = column_key(reader, "verified_on", "day");
    made.verified_way = column_key(reader, "verified_way", "code");
    made.remark = column_key(reader, "remark", "text");
    made.form_no = reader.text("form_no");
    made.filing_no = reader.text("filing_no");
    made.valid_to = reader.text("valid_to");
    made.order = reader.whole("order", 100, 1, 999);
    made.own = column_key(reader, "own", "");
    if (const ColumnDef* own = made.find(made.own);
        own && own->type != "code_text" && own->type != "text") {
      faults().add(
          "pack.wrong_column", reader.place_of("own"),
          {"own 要求“text”或“code_text”类型的列，“" + made.own + "”是“" + own->type + "”。",
           "own needs a column of type \"text\" or \"code_text\"; \"" + made.own + "\" is \"" +
               own->type + "\"."});
    }
    made.show_id = column_key(reader, "show_id", "");
    made.show_name = column_key(reader, "show_name", "");
    if (made.show_id.empty() && !made.key.empty()) made.show_id = made.key.front();
  }

  void check_sizes(const Place& place) {
    if (made.columns.size() > kColumnsMax)
      faults().add(
          "pack.too_many_columns", place,
          {"登记表“" + made.id + "”有 " + std::to_string(made.columns.size()) + " 列，最多 62 列。",
           "register \"" + made.id + "\" has " + std::to_string(made.columns.size()) +
               " columns; 62 is the most."},
          {"请分成两个登记表。", "Split it into two registers."});
  }

  void check_whens() {
    for (const auto& [index, start] : whens) {
      made.columns[index].when_place = start;
      const SqlUse use =
          scan_expression({made.columns[index].when, start, "when"}, made, loading.pack, faults());
      if (use.params.empty() && !use.reads_day) continue;
      faults().add("pack.bad_sql", start,
                   {"when 只看本行的列，不能用参数和 $day：该不该填不随日子变。",
                    "`when` looks at the row only, not at params or $day: what must be filled in "
                    "does not depend on the day."},
                   {"把这个条件写成一条规则。", "Make a rule of that condition."});
    }
  }

  // Two columns must not answer to one heading.
  void check_heads() {
    std::map<std::string, std::string> owner;
    for (const ColumnDef& column : made.columns) {
      std::set<std::string> spellings(column.heads.begin(), column.heads.end());
      spellings.insert({column.name, column.title.zh, column.title.en});
      for (const std::string& head : spellings) {
        const auto [found, added] = owner.emplace(head, column.name);
        if (!added)
          faults().add(
              "pack.duplicate", column.place,
              {"表头“" + head + "”同时属于列“" + found->second + "”和“" + column.name + "”。",
               "heading \"" + head + "\" belongs to both \"" + found->second + "\" and \"" +
                   column.name + "\"."});
      }
    }
  }

  void check_reasons(const Place& place) {
    const ColumnDef* reason = made.reason.empty() ? nullptr : made.find(made.reason);
    const CodeList* list = reason ? loading.pack.code_list(reason->codes) : nullptr;
    if (!list) return;
    for (const CodeItem& item : list->items)
      for (const std::string& explained : item.explains) {
        const ColumnDef* column = made.find(explained);
        if (column && column->need == Need::expected) continue;
        faults().add("pack.wrong_column", place,
                     {"原因“" + item.code + "”说明的列“" + explained + "”不是登记表“" + made.id +
                          "”的应填列。",
                      "reason \"" + item.code + "\" explains \"" + explained +
                          "\", which is no expected column of register \"" + made.id + "\"."});
      }
  }

  void read(const Node& root) {
    Reader file(root, name, "register file", faults());
    const Node* head = file.node("register");
    if (!head) return file.missing("register");
    Reader reader(*head, name, "register", faults());
    made.place = reader.place();
    made.id = loading.file_id(name, reader);
    check_reserved(made.id, made.place);
    made.name = reader.must_words("name");
    made.secret = static_cast<Secret>(reader.choice("secret", kSecrets, 1));
    for (const Node* column : file.tables("column")) read_column(*column);
    if (made.columns.empty()) file.missing("column");
    read_head(reader);
    check_sizes(made.place);
    check_whens();
    check_heads();
    check_reasons(reader.place_of("reason"));
    loading.pack.registers.push_back(std::move(made));
  }
};

}  // namespace

void read_registers(Loading& loading) {
  for (const std::string& name : loading.toml_files("registers"))
    if (const auto node = loading.parse(name)) RegisterReader{loading, name}.read(*node);
  std::ranges::stable_sort(loading.pack.registers, {}, &Register::order);
}

}  // namespace diaodu::pack
