// comparisons/NAME.toml.
#include <algorithm>

#include "base/text.hpp"
#include "pack/loading.hpp"
#include "pack/queries.hpp"
#include "pack/sql_scan.hpp"
#include "pack/types.hpp"

namespace diaodu::pack {
namespace {

constexpr const char* kCounty = "dist_county";
constexpr int kDaysMax = 365;
const std::vector<std::string> kFinds = {"only_here", "only_there", "both"};
const std::vector<std::string> kSides = {"theirs", "ours"};
const std::vector<std::string> kLikenesses = {"name", "day", "area", "code", "same"};

struct ComparisonReader {
  Loading& loading;
  std::string file;
  const Register* ours = nullptr;
  const Register* theirs = nullptr;
  Comparison made = {};

  Faults& faults() { return loading.faults; }

  const Register* register_of(Reader& reader, const std::string& key) {
    const std::string id = reader.must_text(key);
    const Register* found = loading.pack.register_(id);
    if (found || id.empty()) return found;
    std::vector<std::string> names;
    for (const Register& one : loading.pack.registers) names.push_back(one.id);
    faults().add_unknown("pack.unknown_register", reader.place_of(key),
                         {"没有登记表“" + id + "”。", "there is no register \"" + id + "\"."}, id,
                         names);
    return nullptr;
  }

  // Its stored type; nullopt after a fault.
  std::optional<store::Type> type_of(const Place& place, const Register& of,
                                     const std::string& column, bool may_be_county) {
    if (may_be_county && column == kCounty) return store::Type::text;
    if (const ColumnDef* found = of.find(column)) {
      const ColumnType* type = find_type(found->type);
      return type ? std::optional(type->stored()) : std::nullopt;
    }
    std::vector<std::string> names;
    if (may_be_county) names.emplace_back(kCounty);
    for (const ColumnDef& one : of.columns) names.push_back(one.name);
    faults().add_unknown("pack.unknown_column", place,
                         {"登记表“" + of.id + "”没有列“" + column + "”。",
                          "register \"" + of.id + "\" has no column \"" + column + "\"."},
                         column, names);
    return std::nullopt;
  }

  // "citizen_id", or "work_area = list_area": ours, theirs.
  std::optional<ColumnPair> pair(const Place& place, const std::string& text, bool may_be_county) {
    const size_t sign = text.find('=');
    ColumnPair out;
    out.first = trim_ascii(std::string_view(text).substr(0, sign));
    out.second =
        sign == std::string::npos ? out.first : trim_ascii(std::string_view(text).substr(sign + 1));
    const auto mine = type_of(place, *ours, out.first, may_be_county);
    const auto its = type_of(place, *theirs, out.second, may_be_county);
    if (!mine || !its) return std::nullopt;
    if (numbers(*mine) != numbers(*its) || (!numbers(*mine) && *mine != *its)) {
      faults().add("pack.wrong_column", place,
                   {"“" + out.first + "”与“" + out.second + "”类型不同，不能比较。",
                    "\"" + out.first + "\" and \"" + out.second +
                        "\" are of different types and cannot be compared."});
      return std::nullopt;
    }
    return out;
  }

  static bool numbers(store::Type type) {
    return type == store::Type::int32 || type == store::Type::int64 || type == store::Type::decimal;
  }

  std::vector<ColumnPair> pairs(Reader& reader, const std::string& key) {
    std::vector<ColumnPair> out;
    const Node* node = reader.node(key);
    const std::vector<std::string> texts = reader.texts(key);
    for (size_t at = 0; at < texts.size(); ++at)
      if (const auto one = pair({file, node->items[at].line, node->items[at].column}, texts[at],
                                key == "covers"))
        out.push_back(*one);
    return out;
  }

  std::string condition(Reader& reader, const std::string& key, const Register& of) {
    const std::string sql = reader.text(key);
    if (const Node* node = reader.node(key); node && !sql.empty())
      scan_expression({sql, {file, node->text_line, node->text_column}, key}, of, loading.pack,
                      faults());
    return sql;
  }

  void read_field(const Node& node) {
    Reader reader(node, file, "comparison field", faults());
    const std::string text = reader.must_text("columns");
    ComparedField field;
    int ways = 0;
    for (const auto& [key, way] : {std::pair{"number", ComparedField::Way::number},
                                   std::pair{"percent", ComparedField::Way::percent},
                                   std::pair{"days", ComparedField::Way::days}}) {
      if (!reader.has(key)) continue;
      ++ways;
      field.way = way;
      field.within = reader.number(key);
      if (field.within.starts_with("-"))
        faults().add("pack.unknown_value", reader.place_of(key),
                     {"允许的差不能是负数。", "a tolerance is not negative."});
    }
    if (ways > 1)
      faults().add("pack.misplaced_key", reader.place(),
                   {"number、percent、days 只能写一个。", "only one of number, percent, days."});
    if (text.empty()) return;
    const auto columns = pair(reader.place_of("columns"), text, false);
    if (!columns) return;
    field.columns = *columns;
    const auto type = type_of(reader.place_of("columns"), *ours, columns->first, false);
    const bool fits =
        ways == 0 ||
        (field.way == ComparedField::Way::days ? *type == store::Type::day : numbers(*type));
    if (!fits)
      faults().add("pack.wrong_column", reader.place_of("columns"),
                   {"days 用于日期，number 和 percent 用于数。",
                    "`days` goes with dates, `number` and `percent` with numbers."});
    made.fields.push_back(field);
  }

  void read_link(const Node& node) {
    Reader reader(node, file, "comparison link", faults());
    const std::string text = reader.must_text("columns");
    LinkField field;
    field.as = kLikenesses[reader.choice("as", kLikenesses, 4)];
    if (!reader.has("as")) reader.missing("as");
    const auto columns =
        text.empty() ? std::nullopt : pair(reader.place_of("columns"), text, false);
    if (!columns) return;
    field.columns = *columns;
    const auto type = type_of(reader.place_of("columns"), *ours, columns->first, false);
    const bool fits = field.as == "same" ||
                      (field.as == "day" ? *type == store::Type::day : *type == store::Type::text);
    if (!fits)
      faults().add("pack.wrong_column", reader.place_of("columns"),
                   {"as = \"" + field.as + "\" 不能用于这种列。",
                    "as = \"" + field.as + "\" does not go with such a column."});
    made.link.push_back(field);
  }

  // "citizen_id", "person_name sound", "citizen_id 6".
  void read_part(const Node& node, std::vector<LinkPart>& block) {
    const std::vector<std::string> words = split(node.text, ' ');
    const auto field = std::ranges::find(made.link, words[0],
                                         [](const LinkField& one) { return one.columns.first; });
    const Place place{file, node.line, node.column};
    if (field == made.link.end()) {
      std::vector<std::string> names;
      for (const LinkField& one : made.link) names.push_back(one.columns.first);
      faults().add_unknown("pack.unknown_column", place,
                           {"分块用到“" + words[0] + "”，[[link]] 里没有这一列。",
                            "a block names \"" + words[0] + "\", which no [[link]] has."},
                           words[0], names);
      return;
    }
    LinkPart part;
    part.field = static_cast<size_t>(field - made.link.begin());
    bool is_good = words.size() <= 2;
    if (words.size() == 2 && words[1] == "sound") {
      part.sound = true;
      is_good = field->as == "name";
    } else if (words.size() == 2) {
      part.digits = words[1].size() == 1 ? words[1][0] - '0' : 0;
      is_good = part.digits >= 1 && part.digits <= 9 && field->as != "name" && field->as != "same";
      if (field->as == "day") is_good = part.digits == 4 || part.digits == 6;
    }
    if (!is_good)
      faults().add(
          "pack.wrong_kind", place,
          {"分块的一项写“列”“姓名列 sound”（同音），或“编号列 6”（前几位；日期为 4 或 6）。",
           "a part of a block is \"column\", \"name_column sound\", or \"code_column 6\" "
           "(the first digits; of a day 4 or 6)."});
    block.push_back(part);
  }

  void read_blocks(Reader& reader) {
    const Node* node = reader.node("blocks");
    if (!made.link.empty() && !node) reader.missing("blocks");
    if (!node) return;
    for (const Node& one : node->items) {
      std::vector<LinkPart> block;
      const bool is_list = one.kind == Node::Kind::array && !one.items.empty();
      if (!is_list)
        faults().add(
            "pack.wrong_kind", {file, one.line, one.column},
            {"blocks 是列表的列表，如 [[\"phone\"], [\"person_name sound\", \"birth_on\"]]。",
             "`blocks` is a list of lists, as [[\"phone\"], [\"person_name sound\", "
             "\"birth_on\"]]."});
      if (is_list)
        for (const Node& part : one.items) read_part(part, block);
      made.blocks.push_back(block);
    }
  }

  double share(Reader& reader, const std::string& key, double otherwise) {
    const std::string text = reader.number(key);
    if (text.empty()) return otherwise;
    const double value = std::stod(text);
    if (value > 0 && value < 1) return value;
    faults().add("pack.unknown_value", reader.place_of(key),
                 {key + " 是 0 与 1 之间的概率。", key + " is a probability between 0 and 1."});
    return otherwise;
  }

  void read_differences(Reader& reader, Reader& file_reader) {
    const Node* node = reader.node("finds");
    const std::vector<std::string> texts = reader.texts("finds");
    for (size_t at = 0; at < texts.size(); ++at) {
      if (std::ranges::count(kFinds, texts[at]) == 0)
        faults().add_unknown(
            "pack.unknown_value", {file, node->items[at].line, node->items[at].column},
            {"finds 不能是“" + texts[at] + "”。", "`finds` cannot be \"" + texts[at] + "\"."},
            texts[at], kFinds);
      if (texts[at] == "only_here") made.only_here = true;
      if (texts[at] == "only_there") made.only_there = true;
      if (texts[at] == "both") made.both = true;
    }
    for (const Node* field : file_reader.tables("field")) read_field(*field);
    for (const Node* field : file_reader.tables("link")) read_link(*field);
    if (texts.empty() && made.fields.empty() && made.link.empty())
      faults().add("pack.missing_key", reader.place(),
                   {"比对没有要找的差异：写 finds、[[field]] 或 [[link]]。",
                    "the comparison looks for nothing: give `finds`, [[field]] or [[link]]."});
  }

  void read(const Node& root) {
    Reader file_reader(root, file, "comparison file", faults());
    const Node* node = file_reader.node("comparison");
    if (!node) return file_reader.missing("comparison");
    Reader reader(*node, file, "comparison", faults());
    made.id = loading.file_id(file, reader);
    made.place = reader.place();
    made.name = reader.must_words("name");
    ours = register_of(reader, "ours");
    theirs = register_of(reader, "theirs");
    if (!ours || !theirs) return;
    if (ours == theirs)
      return faults().add(
          "pack.unknown_value", reader.place_of("theirs"),
          {"ours 和 theirs 须是两个登记表。", "`ours` and `theirs` are two registers."});
    made.ours = ours->id;
    made.theirs = theirs->id;
    if (!reader.has("key")) reader.missing("key");
    made.key = pairs(reader, "key");
    made.covers = pairs(reader, "covers");
    if (!reader.has("covers")) made.covers = {{kCounty, kCounty}};
    made.where_ours = condition(reader, "where_ours", *ours);
    made.where_theirs = condition(reader, "where_theirs", *theirs);
    made.settled = reader.text("settled");
    if (!made.settled.empty() && !theirs->find(made.settled))
      type_of(reader.place_of("settled"), *ours, made.settled, false);
    made.asks_theirs = reader.choice("asks", kSides, 0) == 0;
    if (!reader.has("days")) reader.missing("days");
    made.days = reader.whole("days", 1, 1, kDaysMax);
    made.basis = reader.text("basis");
    made.propose = share(reader, "propose", made.propose);
    made.review = share(reader, "review", made.review);
    read_differences(reader, file_reader);
    read_blocks(reader);
    if (made.key.empty()) return;
    make_rules(loading, made);
    loading.comparisons.push_back(std::move(made));
  }
};

}  // namespace

void read_comparisons(Loading& loading) {
  std::set<std::string> seen;
  for (const std::string& name : loading.toml_files("comparisons")) {
    if (!loading.good_id(stem_of(name), {name, 0, 0}, seen)) continue;
    if (const auto node = loading.parse(name)) ComparisonReader{loading, name}.read(*node);
  }
}

}  // namespace diaodu::pack
