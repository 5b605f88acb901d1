// Judges one wave: what intake refused, then each rule of the register once over all rows.
#include "finding/judge.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "finding/finding.hpp"
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

std::string_view to_text(pack::Grade grade) {
  switch (grade) {
    case pack::Grade::reject: return "reject";
    case pack::Grade::question: return "question";
    case pack::Grade::note: return "note";
  }
  CHECK(false, "a grade without a name");
  return {};
}

std::string as_text(const std::string& sql) { return "cast(" + sql + " as varchar)"; }
std::string none() { return "cast(null as varchar)"; }

class Judge {
 public:
  Judge(frame::RoundContext& round, const pack::Register& of, frame::WaveCounties counties)
      : round_(round), session_(round.session), register_(of), wave_(std::move(counties)) {}

  Result<int64_t> take_over_intake();
  Result<int64_t> run_rules();
  Result<void> refuse();

 private:
  struct Sentence {  // one rule as SQL sees it
    std::string rule, column, grade, other_area, judged;
    std::vector<std::string> params;
  };

  std::string incoming() const { return frame::table_name("incoming", register_); }
  // Where no record lived, every touched cell is a change, and the mask need not be made.
  std::string changed() const { return wave_.all_new ? "i.touched" : "i.changed"; }
  Result<bool> any_open(const std::vector<std::string>& counties, int64_t last_parcel);
  Result<void> read_touched();
  Result<void> close_rows();
  int64_t reads(const pack::Rule& rule) const;
  std::string read_again() const;
  Sentence sentence_of(const pack::Rule& rule, const std::vector<std::string>& given) const;
  frame::Fills fills_of(const Sentence& sentence) const;
  Result<int64_t> add_by_expression(const Sentence& sentence, const std::string& fails);
  Result<int64_t> run_built_in();
  Result<int64_t> run_query(const pack::Rule& rule);
  Result<void> show_frame(const std::string& query, bool whole_register);

  frame::RoundContext& round_;
  store::Session& session_;
  const pack::Register& register_;
  frame::WaveCounties wave_;
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
  if (open) TRY(session_.run(sql::close_of_files, params));
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
  if (open) TRY(session_.run(fill(sql::close_of_intake, fills), params));
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

// Columns whose being touched has a rule judge a row anew. Key columns are given in every row and
// say nothing.
int64_t Judge::reads(const pack::Rule& rule) const {
  const int64_t all = frame::mask_of(register_, rule.columns);
  const int64_t mask = all & ~frame::mask_of(register_, register_.key);
  return mask != 0 ? mask : all;
}

// Which open findings of a row's key are judged anew by this wave. A rule over the whole register
// is judged again only where what it reads has changed; the built-in ones by their own cell.
std::string Judge::read_again() const {
  std::string touched = "case finding.rule when '_elsewhere' then -1",
              changed = "case finding.rule";
  bool any_whole = false;
  for (const pack::Rule& rule : round_.pack.rules) {
    if (rule.register_id != register_.id) continue;
    const bool whole = rule.reach == pack::Reach::register_;
    const std::string when = " when " + literal(rule.id) + " then ";
    touched += when + (whole ? "0" : std::to_string(reads(rule)));
    if (whole) changed += when + std::to_string(reads(rule));
    any_whole = any_whole || whole;
  }
  std::string column = "case finding.column_name";
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
  TRY(session_.run(fill(sql::close_of_rows,
                        {{"incoming", incoming()},
                         {"counties", frame::near_counties(std::string("finding") + ".dist_county",
                                                           wave_.counties)},
                         {"read_again", read_again()}}),
                   {{"register", register_.id}, {"round", round_.round}}));
  return {};
}

Judge::Sentence Judge::sentence_of(const pack::Rule& rule,
                                   const std::vector<std::string>& given) const {
  Sentence sentence{rule.id, rule.column, std::string(to_text(rule.grade)), none(), {}, {}};
  const bool whole = rule.reach == pack::Reach::register_;
  sentence.judged =
      "(" + (whole ? changed() : "i.touched") + " & " + std::to_string(reads(rule)) + ") <> 0";
  if (std::ranges::count(given, "other_area") > 0) sentence.other_area = as_text("q.other_area");
  for (const std::string& name : kept_names(rule)) {
    if (register_.find(name))
      sentence.params.push_back(as_text("i." + quoted(name)));
    else if (const pack::ParamDef* param = round_.pack.param(name))
      sentence.params.push_back(as_text(
          replace_all(frame::param_sql(*param, round_.day), "dist_county", "i.dist_county")));
    else if (std::ranges::count(given, name) > 0)
      sentence.params.push_back(as_text("q." + quoted(name)));
    else
      sentence.params.push_back(none());
  }
  return sentence;
}

frame::Fills Judge::fills_of(const Sentence& sentence) const {
  std::vector<std::string> parts;
  for (const std::string& value : sentence.params)
    parts.push_back("coalesce(" + value + ", chr(30))");
  const std::string area = register_.find(register_.area) ? "i." + quoted(register_.area) : none();
  return {
      {"salt", std::to_string(salt_of(register_.id, sentence.rule, sentence.column))},
      {"register", literal(register_.id)},
      {"rule", literal(sentence.rule)},
      {"grade", literal(sentence.grade)},
      {"column_name", literal(sentence.column)},
      {"area", "coalesce(" + area + ", i.dist_county)"},
      {"show_id",
       register_.find(register_.show_id) ? as_text("i." + quoted(register_.show_id)) : none()},
      {"shown", register_.find(sentence.column) ? as_text("i." + quoted(sentence.column)) : none()},
      {"params", parts.empty() ? none() : join(parts, " || chr(31) || ")},
      {"other_area", sentence.other_area},
      {"incoming", incoming()},
      {"judged", sentence.judged}};
}

Result<int64_t> Judge::add_by_expression(const Sentence& sentence, const std::string& fails) {
  frame::Fills fills = fills_of(sentence);
  fills.emplace_back("fails", fails);
  return session_.run(fill(sql::add_of_rule, fills), {{"round", round_.round}});
}

// A key that lives in another county; a cell that must always be there (of a new row, or emptied).
Result<int64_t> Judge::run_built_in() {
  TRY_ASSIGN(int64_t found,
             add_by_expression({"_elsewhere", register_.area, "reject", "i.elsewhere", "true", {}},
                               "i.elsewhere is not null"));
  for (const pack::ColumnDef& column : register_.columns) {
    if (column.need != pack::Need::always) continue;
    const std::string touched =
        "(i.touched & " + std::to_string(frame::mask_of(register_, {column.name})) + ") <> 0";
    std::string fails = "i." + quoted(column.name) + " is null";
    if (!column.when.empty()) fails += " and (" + column.when + "\n)";
    TRY_ASSIGN(
        const int64_t more,
        add_by_expression(
            {"_need", column.name, "reject", none(), "(i.is_new or " + touched + ")", {}}, fails));
    found += more;
  }
  return found;
}

Result<void> Judge::show_frame(const std::string& query, bool whole_register) {
  TRY(session_.run(sql::drop_incoming_view));
  TRY(session_.run(fill(sql::incoming_view, {{"incoming", incoming()}})));
  TRY_ASSIGN(const store::Session::Names names, session_.names_in_select(query));
  for (const pack::Register& one : round_.pack.registers) {
    const bool named = std::ranges::any_of(names.relations, [&](const std::string& name) {
      return name == one.id || name.starts_with(one.id + "_");
    });
    if (!named) continue;
    frame::FrameSpec spec;
    spec.day = round_.day;
    spec.register_id = one.id;
    if (!whole_register) spec.counties = wave_.counties;
    TRY(frame::make_views(session_, round_.pack, spec));
  }
  return {};
}

Result<int64_t> Judge::run_query(const pack::Rule& rule) {
  TRY_ASSIGN(const std::string query, frame::fill_params(round_.pack, rule.query, round_.day));
  TRY(show_frame(query, rule.reach == pack::Reach::register_));
  TRY_ASSIGN(const store::Batch shape, session_.describe(query));
  std::vector<std::string> given;
  for (const store::Column& column : shape.columns) given.push_back(column.name());
  const bool by_sheet = std::ranges::count(given, "sheet") > 0;
  frame::Fills fills = fills_of(sentence_of(rule, given));
  fills.emplace_back("query", query);
  fills.emplace_back(
      "row", by_sheet ? "given.parcel, given.sheet, given.row_no" : "given.parcel, given.row_no");
  fills.emplace_back("same_row", std::string("q.parcel = i.parcel and q.row_no = i.row_no") +
                                     (by_sheet ? " and q.sheet = i.sheet" : ""));
  return session_.run(fill(sql::add_of_query, fills), {{"round", round_.round}});
}

Result<int64_t> Judge::run_rules() {
  if (wave_.counties.empty()) return int64_t{0};
  TRY(read_touched());
  TRY(close_rows());
  TRY_ASSIGN(int64_t found, run_built_in());
  for (const pack::Rule& rule : round_.pack.rules) {
    if (rule.register_id != register_.id) continue;
    const int64_t seen = rule.reach == pack::Reach::register_ ? changed_ : touched_;
    if ((seen & reads(rule)) == 0) continue;
    int64_t more = 0;
    if (rule.query.empty()) {
      TRY_ASSIGN(const std::string fails, frame::fill_params(round_.pack, rule.fails, round_.day));
      TRY_ASSIGN(more, add_by_expression(sentence_of(rule, {}), fails));
    } else {
      TRY_ASSIGN(more, run_query(rule));
    }
    found += more;
  }
  return found;
}

Result<void> Judge::refuse() {
  TRY(session_.run(sql::refuse, {{"register", register_.id}, {"round", round_.round}}));
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
  Judge judge(round, register_, std::move(counties));
  int64_t found = 0;
  if (wave == 1) {
    TRY_ASSIGN(found, judge.take_over_intake());
  }
  TRY_ASSIGN(const int64_t more, judge.run_rules());
  if (found + more > 0) TRY(judge.refuse());
  return found + more;
}

Result<int64_t> end_parcel(frame::RoundContext& round, int64_t parcel) {
  return round.session.run(sql::close_of_parcel, {{"parcel", parcel}, {"round", round.round}});
}

}  // namespace diaodu::finding
