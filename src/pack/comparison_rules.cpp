// The rules a comparison stands for. Each is an ordinary rule on the record that is asked about,
// follows the other register, and takes nothing from it but that something is different.
#include <algorithm>

#include "base/text.hpp"
#include "pack/loading.hpp"
#include "pack/queries.hpp"
#include "pack/sql_scan.hpp"

namespace diaodu::pack {
namespace {

constexpr const char* kCounty = "dist_county";

// "a.citizen_id = i.citizen_id and ..."; columns as a pair of the row's own and the other's.
std::string same(const std::vector<ColumnPair>& columns, const std::string& other) {
  std::vector<std::string> parts;
  for (const auto& [own, theirs] : columns) parts.push_back(other + "." + theirs + " = i." + own);
  return join(parts, " and ");
}

std::string bracketed(const std::string& condition) {
  return condition.empty() ? "" : " and (" + condition + ")";
}

std::string agrees(const ComparedField& field, const std::string& own, const std::string& other) {
  switch (field.way) {
    case ComparedField::Way::exact: break;
    case ComparedField::Way::number:
    case ComparedField::Way::days: return "abs(" + own + " - " + other + ") <= " + field.within;
    case ComparedField::Way::percent:
      return "abs(" + own + " - " + other + ") * 100 <= " + field.within + " * abs(" + other + ")";
  }
  return own + " = " + other;
}

Words tolerance(const ComparedField& field) {
  switch (field.way) {
    case ComparedField::Way::exact: return {};
    case ComparedField::Way::number:
      return {"（允许相差" + field.within + "）", " (by more than " + field.within + ")"};
    case ComparedField::Way::percent:
      return {"（允许相差" + field.within + "%）", " (by more than " + field.within + " %)"};
    case ComparedField::Way::days:
      return {"（允许相差" + field.within + "天）", " (by more than " + field.within + " days)"};
  }
  return {};
}

const std::string& asked(const Comparison& of, const ColumnPair& columns) {
  return of.asks_theirs ? columns.second : columns.first;
}

class Maker {
 public:
  Maker(Loading& loading, const Comparison& of)
      : loading_(loading),
        of_(of),
        ours_(*loading.pack.register_(of.ours)),
        theirs_(*loading.pack.register_(of.theirs)) {}

  void make() {
    if (of_.only_there) only_there();
    if (of_.only_here) only_here();
    if (of_.both) differs("both", nullptr);
    for (const ComparedField& field : of_.fields) differs(asked(of_, field.columns), &field);
  }

 private:
  // What joins the two, from the side of a row of ours or of theirs.
  std::vector<ColumnPair> joined(bool from_theirs) const {
    std::vector<ColumnPair> out;
    for (const auto& [own, other] : of_.covers)
      if (own == kCounty) out.emplace_back(own, other);
    for (const ColumnPair& pair : of_.key) out.push_back(pair);
    if (from_theirs)
      for (auto& [own, other] : out) std::swap(own, other);
    return out;
  }

  std::string from_incoming(const Register& of, const std::string& where) const {
    const bool has_settled = !of_.settled.empty() && of.find(of_.settled);
    return "select i.parcel, i.row_no\nfrom incoming i\nwhere true" + bracketed(where) +
           (has_settled ? " and i." + of_.settled + " is null" : "");
  }

  static std::string exists(const Register& other, const std::string& condition) {
    return "exists (\n  select 1 from " + other.id + " o where " + condition + ")";
  }

  void only_there() {
    const auto columns = joined(true);
    std::string sql = from_incoming(theirs_, of_.where_theirs);
    for (const auto& [own, other] : columns)
      if (own != kCounty) sql += " and i." + own + " is not null";
    sql += " and not " + exists(ours_, same(columns, "o") + bracketed(of_.where_ours));
    add(theirs_, "only_there", of_.key.front().second, sql, columns,
        {"名单上有这一条，“" + ours_.name.zh + "”里没有对应的记录。",
         "The list has it, and \"" + ours_.name.en + "\" has no record of it."});
  }

  void only_here() {
    std::string sql = from_incoming(ours_, of_.where_ours);
    for (const auto& [own, other] : of_.key)
      if (own != kCounty) sql += " and i." + own + " is not null";
    sql += " and " + exists(theirs_, same(of_.covers, "o"));
    sql += " and not " + exists(theirs_, same(joined(false), "o") + bracketed(of_.where_theirs));
    // A list that comes says as much by what is not in it: all that it covers is judged again.
    add(ours_, "only_here", of_.key.front().first, sql, of_.covers,
        {"“" + theirs_.name.zh + "”已报来，其中没有这一条。",
         "\"" + theirs_.name.en + "\" has come, and this is not in it."});
  }

  // Of both, a field (or that both have it at all). One row that agrees is enough.
  void differs(const std::string& what, const ComparedField* field) {
    const bool from_theirs = of_.asks_theirs;
    const Register& own = from_theirs ? theirs_ : ours_;
    const Register& other = from_theirs ? ours_ : theirs_;
    const auto columns = joined(from_theirs);
    const std::string join =
        same(columns, "o") + bracketed(from_theirs ? of_.where_ours : of_.where_theirs);
    std::string sql = from_incoming(own, from_theirs ? of_.where_theirs : of_.where_ours);
    if (!field) {
      sql += " and " + exists(other, join);
      add(own, what, asked(of_, of_.key.front()), sql, columns,
          {"“" + other.name.zh + "”里也有这一条，两边不能同时成立。",
           "\"" + other.name.en + "\" has it too, and both cannot be true."});
      return;
    }
    ColumnPair pair = field->columns;
    if (from_theirs) std::swap(pair.first, pair.second);
    const std::string mine = "i." + pair.first, its = "o." + pair.second;
    sql += " and " + mine + " is not null and " +
           exists(other, join + " and " + its + " is not null") + " and not " +
           exists(other, join + " and " + agrees(*field, mine, its));
    const ColumnDef& column = *own.find(pair.first);
    const Words more = tolerance(*field);
    // What is personal stands in the cell, masked where it must be; not in the sentence.
    const std::string value = column.secret == Secret::personal ? "" : "{" + column.name + "}";
    add(own, what, pair.first, sql, columns,
        {column.title.zh + value + "与“" + other.name.zh + "”所记的不一致" + more.zh + "。",
         column.title.en + " " + value + (value.empty() ? "" : " ") + "differs from what \"" +
             other.name.en + "\" has" + more.en + "."});
  }

  void add(const Register& own, const std::string& what, const std::string& column,
           const std::string& sql, const std::vector<ColumnPair>& follows, const Words& says) {
    Rule rule;
    rule.id = of_.id + "_" + what;
    rule.register_id = own.id;
    rule.grade = Grade::question;
    rule.column = column;
    rule.query = sql;
    rule.query_file = of_.place.file;
    rule.sql_place = rule.follows_place = rule.place = of_.place;
    rule.reach = Reach::register_;
    rule.says = {of_.name.zh + "：" + says.zh, of_.name.en + ": " + says.en};
    const bool asks_list = own.id == of_.theirs;
    const std::string days = std::to_string(of_.days);
    rule.fix = {
        std::string(asks_list ? "先由名单提供单位" : "先由填报单位") + "在" + days +
            "天内核实：错的一方改，另一方不动；两边都对的写情况说明。名单不会改写台账。",
        std::string(asks_list ? "The office of the list" : "The county") + " answers within " +
            days +
            " days: who is wrong mends his own; if both are right, say why. A list overwrites "
            "nothing."};
    rule.basis = of_.basis;
    Faults none(loading_.pack.folder);  // conditions were looked at where they stand
    const SqlUse use = scan_query({rule.query, rule.sql_place, "query"}, own, loading_.pack, none);
    rule.columns = use.columns;
    rule.params = use.params;
    if (std::ranges::count(rule.columns, column) == 0 && own.find(column))
      rule.columns.push_back(column);
    for (const OtherUse& one : scan_others(rule.query, own, loading_.pack)) {
      Follow follow{one.register_id, follows, one.columns};
      for (const auto& [mine, its] : follows)
        if (its != kCounty && std::ranges::count(follow.columns, its) == 0)
          follow.columns.push_back(its);
      rule.follows.push_back(std::move(follow));
    }
    if (loading_.pack.rule(own.id, rule.id)) {
      loading_.faults.add(
          "pack.duplicate", of_.place,
          {"这个比对会生成规则“" + rule.id + "”，登记表“" + own.id + "”已有同名的规则。",
           "this comparison makes rule \"" + rule.id + "\", which register \"" + own.id +
               "\" has already."});
      return;
    }
    loading_.pack.rules.push_back(std::move(rule));
  }

  Loading& loading_;
  const Comparison& of_;
  const Register& ours_;
  const Register& theirs_;
};

}  // namespace

std::vector<ComparisonRule> rules_of(const Comparison& of) {
  std::vector<ComparisonRule> out;
  if (of.only_there) out.push_back({of.theirs, "only_there"});
  if (of.only_here) out.push_back({of.ours, "only_here"});
  const std::string& own = of.asks_theirs ? of.theirs : of.ours;
  if (of.both) out.push_back({own, "both"});
  for (const ComparedField& field : of.fields) out.push_back({own, asked(of, field.columns)});
  return out;
}

void make_rules(Loading& loading, const Comparison& of) { Maker(loading, of).make(); }

}  // namespace diaodu::pack
