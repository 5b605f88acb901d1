// Judges one wave: what intake refused, then each rule of the register once over all rows.
#include "finding/judge.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "finding/finding.hpp"
#include "finding/near.hpp"
#include "finding/rule_runner.hpp"
#include "finding/sql.hpp"
#include "frame/masks.hpp"
#include "frame/sql_fill.hpp"
#include "frame/temporary.hpp"
#include "frame/wave.hpp"

namespace diaodu::finding {

using frame::fill;
using store::literal;
using store::quoted;

namespace {

constexpr int64_t kIdModulus = 2305843009213693951;  // as in the .sql files

class Judge : public RuleRunner {
 public:
  Judge(frame::RoundContext& round, const pack::Register& of, frame::WaveCounties counties)
      : RuleRunner(round, of, std::move(counties), "finding") {}

  Result<int64_t> take_over_intake();
  Result<int64_t> run_rules();
  Result<void> refuse();

 private:
  Result<bool> any_open(const std::vector<std::string>& counties, int64_t last_parcel);
  Result<void> read_touched();
  std::string judged_of(const Shares& shares) const;
  Result<void> find_near();
  bool is_run(const pack::Rule& rule) const {
    const int64_t seen = rule.reach == pack::Reach::register_ ? changed_ : touched_;
    return rule.register_id == register_.id && (seen & reads(rule)) != 0 && round_.runs(rule);
  }
  Result<void> close_rows();
  std::string read_again() const;
  Result<int64_t> run_built_in();

  int64_t touched_ = 0, changed_ = 0;  // by any row
  int64_t last_parcel_ = 0;            // of the wave
};

Result<bool> Judge::any_open(const std::vector<std::string>& counties, int64_t last_parcel) {
  TRY_ASSIGN(
      const store::Batch open,
      session_.query(
          fill(sql::any_open, {{"counties", frame::in_counties("dist_county", counties)}}),
          {{"register", register_.id}, {"round", round_.round}, {"last_parcel", last_parcel}}));
  return open.rows() > 0;
}

Result<int64_t> Judge::take_over_intake() {
  TRY_ASSIGN(const store::Batch kinds,
             session_.query(sql::intake_kinds, {{"register", register_.id}}));
  TRY_ASSIGN(const bool open, any_open({}, std::numeric_limits<int64_t>::max()));
  const store::Params params = {{"register", register_.id}, {"round", round_.round}};
  TRY_ASSIGN(const store::Batch replaced, session_.query(sql::files_replaced, params));
  if (open && replaced.rows() > 0)
    TRY(end_findings(round_, std::string(sql::ends_of_files), params));
  if (kinds.rows() == 0) return int64_t{0};
  store::Batch salts;
  salts.columns = {{"rule", store::Type::text},
                   {"column_name", store::Type::text},
                   {"salt", store::Type::int64}};
  for (size_t row = 0; row < kinds.rows(); ++row) {
    const std::string rule(kinds["rule"].text(row)), column(kinds["column_name"].text(row));
    salts["rule"].add(rule);
    salts["column_name"].add(column);
    salts["salt"].add(salt_of(register_.id, rule, column));
  }
  TRY(session_.run(sql::drop_intake_salt));
  TRY(session_.run(sql::intake_salt_table));
  TRY(session_.append("intake_salt", salts));
  const frame::Fills fills = {{"id", std::string(sql::intake_id)}};
  if (open)
    TRY(end_findings(round_, fill(sql::ends_of_intake, {{"again", fill(sql::intake_ids, fills)}}),
                     params));
  return session_.run(fill(sql::add_of_intake, fills), params);
}

Result<void> Judge::read_touched() {
  TRY_ASSIGN(const store::Batch masks,
             session_.query(
                 fill(sql::touched_columns, {{"incoming", incoming()}, {"changed", changed()}})));
  touched_ = masks["touched"].int64(0);
  changed_ = masks["changed"].int64(0);
  last_parcel_ = masks["last_parcel"].int64(0);
  return {};
}

// Which open findings of a row's key are judged anew by this wave. A rule over the whole register
// is judged again only where what it reads has changed; the built-in ones by their own cell.
std::string Judge::read_again() const {
  std::string touched = "case f.rule when '_elsewhere' then -1", changed = "case f.rule";
  bool any_whole = false;
  for (const pack::Rule& rule : round_.pack.rules) {
    if (rule.register_id != register_.id) continue;
    const bool whole = rule.reach == pack::Reach::register_;
    const std::string when = " when " + literal(rule.id) + " then ";
    touched += when + (whole ? "0" : std::to_string(reads(rule)));
    if (whole) changed += when + std::to_string(reads(rule));
    any_whole = any_whole || whole;
  }
  std::string column = "case f.column_name";
  for (const pack::ColumnDef& one : register_.columns)
    column += " when " + literal(one.name) + " then " +
              std::to_string(frame::mask_of(register_, {one.name}));
  const std::string by_touch =
      "(i.touched & (" + touched + " else " + column + " else -1 end end)) <> 0";
  if (!any_whole) return by_touch;
  return "(" + by_touch + " or (i.changed & (" + changed + " else 0 end)) <> 0)";
}

Result<void> Judge::close_rows() {
  TRY_ASSIGN(const bool open, any_open(wave_.counties, last_parcel_));
  if (!open) return {};
  TRY(end_findings(
      round_,
      fill(sql::ends_of_rows, {{"incoming", incoming()},
                               {"counties", frame::near_counties("f.dist_county", wave_.counties)},
                               {"read_again", read_again()}}),
      {{"register", register_.id}}));
  return {};
}

// A key that lives in another county; a cell that must always be there (of a new row, or emptied).
Result<int64_t> Judge::run_built_in() {
  TRY_ASSIGN(const int64_t elsewhere,
             add_by_expression({"_elsewhere", register_.area, "reject", "i.elsewhere", "true", {}},
                               "i.elsewhere is not null"));
  TRY_ASSIGN(const int64_t needs, run_needs(false));
  return elsewhere + needs;
}

// Which rows the rules of a set look at: nobody else's sharers need to be known.
std::string Judge::judged_of(const Shares& shares) const {
  int64_t by_change = 0, by_touch = 0;
  for (const pack::Rule& rule : round_.pack.rules) {
    if (!is_run(rule) || rule.shares != shares) continue;
    (rule.reach == pack::Reach::register_ ? by_change : by_touch) |= reads(rule);
  }
  return "((" + changed() + " & " + std::to_string(by_change) + ") <> 0 or (i.touched & " +
         std::to_string(by_touch) + ") <> 0)";
}

// The register is read once for all rules that share the same.
Result<void> Judge::find_near() {
  for (const pack::Rule& rule : round_.pack.rules) {
    if (!is_run(rule) || rule.shares.empty() || near_.contains(rule.shares)) continue;
    TRY_ASSIGN(const std::string table,
               make_near(round_, register_, rule.shares, judged_of(rule.shares)));
    if (!table.empty()) near_[rule.shares] = table;
  }
  return {};
}

Result<int64_t> Judge::run_rules() {
  if (wave_.counties.empty()) return int64_t{0};
  TRY(read_touched());
  TRY(close_rows());
  TRY_ASSIGN(int64_t found, run_built_in());
  TRY(find_near());
  for (const pack::Rule& rule : round_.pack.rules) {
    if (!is_run(rule)) continue;
    TRY_ASSIGN(const int64_t more, run_rule(rule));
    found += more;
  }
  return found;
}

Result<void> Judge::refuse() {
  TRY(session_.run(fill(sql::refuse, {{"ever", std::string(sql::ever)}}),
                   {{"register", register_.id}, {"round", round_.round}}));
  return {};
}

}  // namespace

std::vector<std::string> kept_names(const pack::Rule& rule) {
  std::vector<std::string> names;
  for (const std::string& text : {rule.says.zh, rule.says.en, rule.fix.zh, rule.fix.en})
    fill_template(text, [&](std::string_view name) -> std::optional<std::string> {
      const bool elsewhere = name == "other_area" || name == "row";
      if (!elsewhere && std::ranges::count(names, name) == 0) names.emplace_back(name);
      return std::nullopt;
    });
  return names;
}

int64_t salt_of(const std::string& register_id, const std::string& rule,
                const std::string& column) {
  return row_id({register_id, rule, column}) % kIdModulus;
}

Result<int64_t> judge(frame::RoundContext& round, const pack::Register& register_, int wave) {
  if (round.progress) round.progress({"finding", 0, 0});
  TRY_ASSIGN(frame::WaveCounties counties, frame::wave_counties(round.session, register_));
  TRY(forget_near(round, register_));
  Judge judge(round, register_, std::move(counties));
  int64_t found = 0;
  if (wave == 1) {
    TRY_ASSIGN(found, judge.take_over_intake());
  }
  TRY_ASSIGN(const int64_t more, judge.run_rules());
  if (found + more > 0) TRY(judge.refuse());
  return found + more;
}

Result<int64_t> end_findings(frame::RoundContext& round, const std::string& which,
                             store::Params params) {
  params.emplace_back("round", round.round);
  const frame::Fills fills = {{"which", which}};
  TRY_ASSIGN(const int64_t ended, round.session.run(fill(sql::end_into_past, fills), params));
  if (ended > 0) TRY(round.session.run(fill(sql::end_leave, fills), params));
  return ended;
}

Result<int64_t> end_parcel(frame::RoundContext& round, int64_t parcel) {
  return end_findings(round, std::string(sql::ends_of_parcel), {{"parcel", parcel}});
}

}  // namespace diaodu::finding
