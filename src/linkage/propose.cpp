#include "linkage/propose.hpp"

#include <algorithm>
#include <map>

#include "base/area_code.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"
#include "frame/show_value.hpp"
#include "frame/sql_fill.hpp"
#include "frame/temporary.hpp"
#include "linkage/sql.hpp"

namespace diaodu::linkage {
namespace {

using store::literal;
using store::quoted;

constexpr const char* kCounty = "dist_county";

// `when` of the pack, its params with the values in force.
std::string condition(const pack::Pack& pack, std::string sql, const Asked& asked) {
  if (sql.empty()) return "true";
  std::vector<const pack::ParamDef*> params;
  for (const pack::ParamDef& param : pack.params) params.push_back(&param);
  std::ranges::sort(params, {}, [](const pack::ParamDef* one) { return -int(one->id.size()); });
  for (const pack::ParamDef* param : params) {
    const std::optional<std::string> value = param->at(asked.area, asked.day);
    sql = replace_all(sql, "$" + param->id,
                      !value             ? "null"
                      : param->is_number ? *value
                                         : literal(*value));
  }
  return "(" + replace_all(sql, "$day", literal(store::Value(asked.day))) + ")";
}

std::string allowed(const access::Scope& scope, const pack::Register& of) {
  return scope.predicate(of.id, std::string("l.") + kCounty,
                         of.also_area.empty() ? "" : "l." + quoted(of.also_area),
                         of.own.empty() ? "" : "l." + quoted(of.own));
}

// By the records of both: the last word on a pair.
using Decisions = std::map<std::pair<std::string, std::string>, bool>;

Result<Decisions> decisions(store::Session& session, const pack::Comparison& of) {
  Decisions out;
  TRY_ASSIGN(const store::Batch rows, session.query(sql::decisions, {{"comparison", of.id}}));
  for (size_t row = 0; row < rows.rows(); ++row)
    out[{std::string(rows["ours"].text(row)), std::string(rows["theirs"].text(row))}] =
        rows["is_same"].boolean(row);
  return out;
}

class Proposing {
 public:
  Proposing(store::Session& session, const pack::Pack& pack, const pack::Comparison& of,
            const access::Scope& scope, const Asked& asked)
      : session_(session),
        pack_(pack),
        of_(of),
        scope_(scope),
        asked_(asked),
        ours_(*pack.register_(of.ours)),
        theirs_(*pack.register_(of.theirs)) {}

  Result<Proposals> run();

 private:
  Result<store::Batch> rows(const pack::Register& of, bool is_ours);
  // The column that tells which place's list a row belongs to.
  std::string place(const pack::Register& of, bool is_ours) const;
  std::string keyed() const;
  Spec spec() const;
  Shown shown(const pack::Register& of, const store::Batch& rows, size_t row) const;

  store::Session& session_;
  const pack::Pack& pack_;
  const pack::Comparison& of_;
  const access::Scope& scope_;
  const Asked& asked_;
  const pack::Register& ours_;
  const pack::Register& theirs_;
};

std::string Proposing::place(const pack::Register& of, bool is_ours) const {
  if (!is_ours) return kCounty;
  for (const auto& [own, its] : of_.covers)
    if (own == kCounty || its == theirs_.area) return own;
  return of.also_area.empty() ? kCounty : of.also_area;
}

std::string Proposing::keyed() const {
  std::vector<std::string> same;
  for (const auto& [own, its] : of_.key) same.push_back("o." + quoted(own) + " = l." + quoted(its));
  return "exists (select 1 from " + quoted("record_" + ours_.id) + " o where " +
         join(same, " and ") + ")";
}

Result<store::Batch> Proposing::rows(const pack::Register& of, bool is_ours) {
  std::vector<std::string> shown, columns;
  for (const auto& [column, name] :
       {std::pair(of.show_id, "shown_id"), std::pair(of.show_name, "shown_name")})
    shown.push_back((column.empty() ? std::string("null") : "l." + quoted(column)) + " as " + name);
  for (size_t field = 0; field < of_.link.size(); ++field) {
    const auto& [own, its] = of_.link[field].columns;
    columns.push_back("l." + quoted(is_ours ? own : its) + " as field_" + std::to_string(field));
  }
  const std::string place = "l." + quoted(this->place(of, is_ours));
  const std::string county = asked_.area.substr(0, 6);
  const std::string under = county.empty() ? "true"
                                           : place + " >= " + literal(county) + " and " + place +
                                                 " < " + literal(range_end(county));
  const std::string where = condition(pack_, is_ours ? of_.where_ours : of_.where_theirs, asked_);
  return session_.query(frame::fill(sql::list_rows, {{"shown", join(shown, ", ")},
                                                     {"columns", join(columns, ", ")},
                                                     {"keyed", is_ours ? "true" : keyed()},
                                                     {"record", quoted("record_" + of.id)},
                                                     {"allowed", allowed(scope_, of)},
                                                     {"under", under},
                                                     {"where", where}}));
}

Spec Proposing::spec() const {
  static const std::vector<std::pair<std::string, Likeness>> kLikenesses = {
      {"name", Likeness::name},
      {"day", Likeness::day},
      {"area", Likeness::area},
      {"code", Likeness::code},
      {"same", Likeness::same}};
  Spec out;
  out.propose = of_.propose;
  out.review = std::min(of_.review, of_.propose);
  for (size_t field = 0; field < of_.link.size(); ++field)
    for (const auto& [name, kind] : kLikenesses)
      if (name == of_.link[field].as)
        out.fields.push_back({"field_" + std::to_string(field), kind});
  for (const std::vector<pack::LinkPart>& block : of_.blocks) {
    Block made;
    for (const pack::LinkPart& part : block)
      made.push_back({part.field, part.sound, static_cast<size_t>(part.digits)});
    out.blocks.push_back(made);
  }
  return out;
}

Shown Proposing::shown(const pack::Register& of, const store::Batch& rows, size_t row) const {
  Shown out;
  out.record =
      std::string(rows[kCounty].text(row)) + "-" + std::to_string(rows["key_hash"].int64(row));
  const auto text = [&](const std::string& column, const char* name) {
    if (column.empty()) return std::string();
    return frame::masked(of, *of.find(column), frame::stored_text(rows[name], row), scope_);
  };
  out.id = text(of.show_id, "shown_id");
  out.name = text(of.show_name, "shown_name");
  return out;
}

Result<Proposals> Proposing::run() {
  TRY_ASSIGN(const store::Batch ours, rows(ours_, true));
  TRY_ASSIGN(const store::Batch theirs, rows(theirs_, false));
  TRY_ASSIGN(const Linked linked, link(spec(), ours, theirs, asked_.threads));
  Proposals out;
  out.ours = ours.rows();
  out.theirs = theirs.rows();
  for (size_t row = 0; row < theirs.rows(); ++row)
    out.without_record += !theirs["is_keyed"].boolean(row);
  out.compared = linked.compared;
  for (const uint64_t one : linked.crowded) out.crowded += one;
  TRY_ASSIGN(const Decisions decided, decisions(session_, of_));
  for (const Pair& pair : linked.pairs) {
    if (theirs["is_keyed"].boolean(pair.theirs)) continue;
    Proposal one;
    one.ours = shown(ours_, ours, pair.ours);
    one.theirs = shown(theirs_, theirs, pair.theirs);
    const auto said = decided.find({one.ours.record, one.theirs.record});
    if (said != decided.end() && !said->second) continue;
    one.is_decided = said != decided.end();
    one.probability = pair.probability;
    one.weight = pair.weight;
    one.is_proposed = pair.probability >= of_.propose;
    for (size_t field = 0; field < of_.link.size(); ++field) {
      const size_t level = linked.patterns.level(pair.pattern, field);
      one.levels.push_back(level);
      one.weights.push_back(linked.model.fields[field].weight(level));
    }
    out.items.push_back(std::move(one));
  }
  return out;
}

}  // namespace

Words level_words(const std::string& as, size_t level) {
  if (level == 0) return {"空", "blank"};
  if (level == 1) return {"相同", "same"};
  if (as == "same") return {"不同", "differs"};
  static const std::vector<std::pair<std::string, std::vector<Words>>> kWords = {
      {"name", {{"同音", "sounds the same"}, {"差一字", "one character off"}}},
      {"day", {{"差一位", "one digit off"}, {"同年", "same year"}}},
      {"area", {{"差末级", "same but for the last step"}, {"同县", "same county"}}},
      {"code", {{"差一位", "one character off"}, {"差两位", "two characters off"}}}};
  for (const auto& [name, words] : kWords)
    if (name == as && level - 2 < words.size()) return words[level - 2];
  return {"不同", "differs"};
}

Result<Proposals> propose(store::Session& session, const pack::Pack& pack,
                          const pack::Comparison& of, const access::Scope& scope,
                          const Asked& asked) {
  if (of.link.empty())
    return Error{"linkage.no_link",
                 {"比对“" + of.id + "”没有声明按哪些列关联",
                  "comparison \"" + of.id + "\" does not declare by what rows are linked"},
                 {"在 comparisons/" + of.id + ".toml 里写 [[link]] 和 blocks",
                  "give [[link]] and blocks in comparisons/" + of.id + ".toml"},
                 {},
                 {},
                 Exit::usage};
  return Proposing(session, pack, of, scope, asked).run();
}

Result<bool> is_there(store::Session& session, const pack::Register& of, const access::Scope& scope,
                      const std::string& record) {
  const size_t at = record.find('-');
  const std::string hash = at == std::string::npos ? "" : record.substr(at + 1);
  if (!parse_decimal(hash, 0) || hash.find_first_not_of("0123456789") != std::string::npos)
    return false;
  TRY_ASSIGN(const store::Batch rows,
             session.query(frame::fill(sql::is_there, {{"record", quoted("record_" + of.id)},
                                                       {"county", literal(record.substr(0, at))},
                                                       {"hash", hash},
                                                       {"allowed", allowed(scope, of)}})));
  return rows["n"].int64(0) > 0;
}

}  // namespace diaodu::linkage
