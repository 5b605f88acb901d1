// `follows` of a rule: which records another register's changes bear on.
#include <algorithm>

#include "base/text.hpp"
#include "pack/loading.hpp"
#include "pack/queries.hpp"
#include "pack/sql_scan.hpp"
#include "pack/types.hpp"

namespace diaodu::pack {
namespace {

constexpr const char* kCounty = "dist_county";  // of every register

std::vector<std::string> names_of(const Register& of) {
  std::vector<std::string> names = {kCounty};
  for (const ColumnDef& column : of.columns) names.push_back(column.name);
  return names;
}

struct FollowsReader {
  Loading& loading;
  std::string file;
  const Register& of;
  std::vector<OtherUse> others;  // that the query reads

  // "citizen_id", or "holder_id = citizen_id": own column, theirs.
  void read_link(const Node& node, const Register& other, Follow& follow) {
    const Place place{file, node.line, node.column};
    if (node.kind != Node::Kind::text) {
      loading.faults.add("pack.wrong_kind", place,
                         {"follows 里须是列名的列表，如 [\"dist_county\", \"citizen_id\"]。",
                          "`follows` takes lists of columns, as [\"dist_county\", "
                          "\"citizen_id\"]."});
      return;
    }
    const size_t sign = node.text.find('=');
    const std::string own(trim_ascii(std::string_view(node.text).substr(0, sign)));
    const std::string theirs =
        sign == std::string::npos
            ? own
            : std::string(trim_ascii(std::string_view(node.text).substr(sign + 1)));
    const bool is_own = has(place, of, own), is_theirs = has(place, other, theirs);
    if (is_own && is_theirs && types_differ(own, other, theirs))
      loading.faults.add(
          "pack.wrong_column", place,
          {"follows 里的“" + own + "”和“" + other.id + "”的“" + theirs + "”类型不同，不能比较。",
           "`follows` compares \"" + own + "\" with \"" + theirs + "\" of \"" + other.id +
               "\", which is of another type."});
    follow.same.emplace_back(own, theirs);
    if (theirs != kCounty && std::ranges::count(follow.columns, theirs) == 0)
      follow.columns.push_back(theirs);
  }

  bool has(const Place& place, const Register& register_, const std::string& column) {
    if (column == kCounty || register_.find(column)) return true;
    loading.faults.add_unknown(
        "pack.unknown_column", place,
        {"follows 用到列“" + column + "”，登记表“" + register_.id + "”没有。",
         "`follows` names column \"" + column + "\", which register \"" + register_.id +
             "\" lacks."},
        column, names_of(register_));
    return false;
  }

  bool types_differ(const std::string& own, const Register& other, const std::string& theirs) {
    if (own == kCounty || theirs == kCounty) return own != theirs;
    const ColumnType* mine = find_type(of.find(own)->type);
    const ColumnType* its = find_type(other.find(theirs)->type);
    return mine && its && mine->stored() != its->stored();
  }

  void read_follow(const std::string& id, const Node& node, Rule& rule) {
    const Place place{file, node.key_line, node.key_column};
    const auto use = std::ranges::find(others, id, &OtherUse::register_id);
    const Register* other = loading.pack.register_(id);
    if (use == others.end() || !other) {
      std::vector<std::string> names;
      for (const OtherUse& one : others) names.push_back(one.register_id);
      loading.faults.add_unknown(
          "pack.unknown_register", place,
          {"follows 里的“" + id + "”不是这条规则的查询读到的其他登记表。",
           "`follows` names \"" + id + "\", which is no other register that the query reads."},
          id, names);
      return;
    }
    Follow follow{id, {}, use->columns};
    if (node.kind != Node::Kind::array)
      loading.faults.add("pack.wrong_kind", {file, node.line, node.column},
                         {"follows 里每个登记表后面是列名的列表。",
                          "`follows` takes a list of columns for each register."});
    for (const Node& link : node.items) read_link(link, *other, follow);
    const bool in_county = std::ranges::any_of(
        follow.same, [](const auto& columns) { return columns.first == kCounty; });
    if (rule.reach == Reach::parcel && !follow.same.empty() && !in_county)
      loading.faults.add(
          "pack.wrong_column", {file, node.line, node.column},
          {"reach = \"parcel\" 的规则只看本批各县的其他登记表，follows 须含 dist_county。",
           "A rule of reach = \"parcel\" sees other registers in the counties of "
           "the file only, so `follows` names dist_county."});
    rule.follows.push_back(std::move(follow));
  }
};

}  // namespace

void read_follows(Loading& loading, Reader& reader, const Register& of, Rule& rule) {
  FollowsReader follows{loading, reader.place().file, of,
                        scan_others(rule.query, of, loading.pack)};
  const Node* node = reader.node("follows");
  rule.follows_place = node ? reader.place_of("follows") : reader.place_of("query");
  if (node && node->kind != Node::Kind::table) {
    loading.faults.add("pack.wrong_kind", reader.place_of("follows"),
                       {"follows 是一张表：{ 登记表 = [\"列\", …] }。",
                        "`follows` is a table: { register = [\"column\", …] }."});
    return;
  }
  if (node)
    for (const auto& [id, one] : node->members) follows.read_follow(id, one, rule);
}

std::vector<Error> follows_missing(const Pack& pack) {
  Faults faults(pack.folder);
  for (const Rule& rule : pack.rules) {
    const Register* of = pack.register_(rule.register_id);
    if (!of) continue;
    for (const OtherUse& other : scan_others(rule.query, *of, pack)) {
      const std::string& id = other.register_id;
      if (std::ranges::find(rule.follows, id, &Follow::register_id) != rule.follows.end()) continue;
      faults.add("pack.follows_missing", rule.follows_place,
                 {"规则“" + rule.id + "”读登记表“" + id + "”，却没有写它变了以后哪些记录要重判。",
                  "rule \"" + rule.id + "\" reads register \"" + id +
                      "\" and does not say which records to judge again when that changes."},
                 {"加上 follows." + id +
                      " = [\"两边相同的列\"]，与查询里连接的列一致；确实不必重判，写 []。",
                  "Add follows." + id +
                      " = [\"columns that are the same\"], those that the query joins by; [] if "
                      "nothing is to be judged again."});
    }
  }
  return faults.take();
}

}  // namespace diaodu::pack
