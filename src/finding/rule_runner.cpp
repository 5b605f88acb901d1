// The rules of a pack as statements over the candidate rows.
#include "finding/rule_runner.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "finding/judge.hpp"
#include "finding/sql.hpp"
#include "frame/masks.hpp"
#include "frame/temporary.hpp"

namespace diaodu::finding {

using frame::fill;
using store::literal;
using store::quoted;

namespace {

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

}  // namespace

std::string RuleRunner::incoming() const { return frame::table_name("incoming", register_); }

// Columns whose being touched has a rule judge a row anew. Key columns are given in every row and
// say nothing.
int64_t RuleRunner::reads(const pack::Rule& rule) const {
  const int64_t all = frame::mask_of(register_, rule.columns);
  const int64_t mask = all & ~frame::mask_of(register_, register_.key);
  return mask != 0 ? mask : all;
}

Sentence RuleRunner::sentence_of(const pack::Rule& rule,
                                 const std::vector<std::string>& given) const {
  Sentence sentence{rule.id, rule.column, std::string(to_text(rule.grade)), none(), {}, {}};
  const bool whole = rule.reach == pack::Reach::register_;
  sentence.judged = judges_all_ ? std::string("true")
                                : "(" + (whole ? changed() : "i.touched") + " & " +
                                      std::to_string(reads(rule)) + ") <> 0";
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

frame::Fills RuleRunner::fills_of(const Sentence& sentence) const {
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
      {"into", into_},
      {"incoming", incoming()},
      {"judged", sentence.judged}};
}

Result<int64_t> RuleRunner::add_by_expression(const Sentence& sentence, const std::string& fails) {
  frame::Fills fills = fills_of(sentence);
  fills.emplace_back("fails", fails);
  return session_.run(fill(sql::add_of_rule, fills), {{"round", round_.round}});
}

Result<int64_t> RuleRunner::run_needs(bool of_all) {
  int64_t found = 0;
  for (const pack::ColumnDef& column : register_.columns) {
    if (column.need != pack::Need::always) continue;
    const std::string touched =
        "(i.touched & " + std::to_string(frame::mask_of(register_, {column.name})) + ") <> 0";
    std::string fails = "i." + quoted(column.name) + " is null";
    if (!column.when.empty()) fails += " and (" + column.when + "\n)";
    TRY_ASSIGN(const int64_t more,
               add_by_expression({"_need",
                                  column.name,
                                  "reject",
                                  none(),
                                  of_all ? "true" : "(i.is_new or " + touched + ")",
                                  {}},
                                 fails));
    found += more;
  }
  return found;
}

Result<int64_t> RuleRunner::run_code_lists() {
  int64_t found = 0;
  for (const pack::ColumnDef& column : register_.columns) {
    const pack::CodeList* list =
        column.codes.empty() ? nullptr : round_.pack.code_list(column.codes);
    if (!list || list->items.empty()) continue;
    std::vector<std::string> codes;
    for (const pack::CodeItem& item : list->items) codes.push_back(literal(item.code));
    TRY_ASSIGN(
        const int64_t more,
        add_by_expression({"_cast.not_in_list", column.name, "question", none(), "true", {}},
                          "i." + quoted(column.name) + " not in (" + join(codes, ", ") + ")"));
    found += more;
  }
  return found;
}

Result<void> RuleRunner::show_frame(const std::string& query, const pack::Rule& rule) {
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
    const bool whole_register = rule.reach == pack::Reach::register_;
    if (!whole_register) spec.counties = wave_.counties;
    const auto near = near_.find(rule.shares);
    if (one.id == register_.id && near != near_.end()) spec.record = near->second;
    TRY(frame::make_views(session_, round_.pack, spec));
  }
  return {};
}

Result<int64_t> RuleRunner::run_query(const pack::Rule& rule) {
  TRY_ASSIGN(const std::string query, frame::fill_params(round_.pack, rule.query, round_.day));
  TRY(show_frame(query, rule));
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

Result<int64_t> RuleRunner::run_rule(const pack::Rule& rule) {
  if (!rule.query.empty()) return run_query(rule);
  TRY_ASSIGN(const std::string fails, frame::fill_params(round_.pack, rule.fails, round_.day));
  return add_by_expression(sentence_of(rule, {}), fails);
}

}  // namespace diaodu::finding
