// Which records a form asks about, and its columns.
#include <algorithm>

#include "base/area_code.hpp"
#include "base/text.hpp"
#include "finding/form.hpp"
#include "finding/form_rows.hpp"
#include "finding/render.hpp"
#include "finding/sql.hpp"
#include "frame/masks.hpp"
#include "frame/show_value.hpp"
#include "frame/sql_fill.hpp"
#include "frame/temporary.hpp"

namespace diaodu::finding {

using frame::fill;
using store::literal;
using store::quoted;

namespace {

constexpr size_t kCountyDigits = 6;
constexpr size_t kNameMax = 20;  // of a sheet, in characters: the engine of spreadsheets takes 31

std::string within(const std::string& column, const std::string& area) {
  if (area.empty()) return "true";
  return column + " >= " + literal(area) + " and " + column + " < " + literal(range_end(area));
}

std::string sheet_name(const std::string& what, const pack::Register& of, bool is_only) {
  if (is_only) return what;
  std::string name = what + "-" + of.name.zh;
  for (char& c : name)
    if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) c = ' ';
  size_t at = 0, characters = 0;
  for (; at < name.size() && characters < kNameMax; ++characters) next_code_point(name, at);
  return name.substr(0, at);
}

}  // namespace

FormReader::FormReader(store::Session& session, const pack::Pack& pack, const access::Scope& scope,
                       Ask ask)
    : session_(session),
      pack_(pack),
      scope_(scope.of_side(access::Side::home)),
      ask_(std::move(ask)) {}

Result<void> FormReader::begin(FormPlan& plan) {
  TRY_ASSIGN(const store::Batch last, session_.query(sql::last_round));
  if (last.rows() > 0) {
    plan.round = last["round"].int64(0);
    plan.day = last["day"].day(0);
  }
  TRY_ASSIGN(const auto names, frame::area_names(session_, {ask_.area}));
  const auto found = names.find(ask_.area);
  plan.area_name = found == names.end() ? show_area(ask_.area) : found->second;
  plan.issued_to = ask_.issued_to;
  if (ask_.area.empty()) plan.area_name = "全国";
  return {};
}

// A condition over f: the findings that put a record into the form.
std::string FormReader::open_findings(const pack::Register& of) const {
  std::vector<std::string> parts = {"f.register = " + literal(of.id), "f.key_hash is not null",
                                    within("f.dist_county", ask_.area.substr(0, kCountyDigits))};
  parts.push_back("not " + is_explained());
  parts.push_back(ask_.grade.empty() ? "f.grade <> 'note'" : "f.grade = " + literal(ask_.grade));
  if (!ask_.rule.empty()) parts.push_back("f.rule = " + literal(ask_.rule));
  if (!ask_.column.empty()) parts.push_back("f.column_name = " + literal(ask_.column));
  if (ask_.parcel) parts.push_back("f.parcel = " + std::to_string(*ask_.parcel));
  return join(parts, " and ");
}

// A condition over r, the living record.
std::string FormReader::which(const pack::Register& of, bool everything) const {
  const std::string area = "r." + quoted(of.area);
  std::vector<std::string> parts = {scope_.predicate(of.id, area),
                                    within("r.dist_county", ask_.area.substr(0, kCountyDigits))};
  if (ask_.area.size() > kCountyDigits) parts.push_back(within(area, ask_.area));
  if (everything) return join(parts, " and ");
  std::string missing = "r.missing <> 0";
  if (!ask_.rule.empty() || !ask_.grade.empty()) missing = "false";
  if (!ask_.column.empty() && missing != "false") {
    const std::vector<size_t> expected = of.expected();
    const auto at = std::ranges::find_if(
        expected, [&](size_t column) { return of.columns[column].name == ask_.column; });
    missing = at == expected.end()
                  ? "false"
                  : "(r.missing & " +
                        std::to_string(frame::bit(static_cast<size_t>(at - expected.begin()))) +
                        ") <> 0";
  }
  if (ask_.parcel) missing += " and r.parcel = " + std::to_string(*ask_.parcel);
  parts.push_back("(" + missing + " or " +
                  fill(sql::form_of_findings, {{"open", open_findings(of)}}) + ")");
  return join(parts, " and ");
}

Result<void> FormReader::plan_sheet(const pack::Register& of, FormPlan& plan,
                                    std::map<std::string, int64_t>& places) {
  const frame::Fills fills = {{"record", frame::table_name("record", of)},
                              {"area", quoted(of.area)},
                              {"open", open_findings(of)},
                              {"which", which(of, false)}};
  TRY_ASSIGN(const store::Batch found, session_.query(fill(sql::form_places, fills)));
  if (found.rows() == 0) return {};
  int64_t missing = 0;
  for (size_t row = 0; row < found.rows(); ++row) {
    places[std::string(found["area"].text(row))] += found["n"].int64(row);
    missing |= found["missing"].int64(row);
  }
  std::vector<bool> asked(of.columns.size());
  const std::vector<size_t> expected = of.expected();
  for (size_t i = 0; i < expected.size(); ++i)
    if ((missing & frame::bit(i)) != 0 && ask_.rule.empty() && ask_.grade.empty())
      asked[expected[i]] = ask_.column.empty() || of.columns[expected[i]].name == ask_.column;
  TRY_ASSIGN(const store::Batch columns, session_.query(fill(sql::form_columns, fills)));
  for (size_t row = 0; row < columns.rows(); ++row)
    if (const pack::ColumnDef* column = of.find(columns["column_name"].text(row)))
      asked[of.index_of(column->name)] = true;
  FormSheet sheet(of);
  for (size_t i = 0; i < asked.size(); ++i) {
    const bool is_key = std::ranges::count(of.key, of.columns[i].name) > 0;
    if (asked[i] && !is_key && !sheet.known.is_answer(i)) sheet.asked.push_back(i);
  }
  plan.sheets.push_back(std::move(sheet));
  return {};
}

Result<FormPlan> FormReader::plan() {
  FormPlan plan;
  plan.title = "补正表";
  TRY(begin(plan));
  std::map<std::string, int64_t> places;
  for (const pack::Register& of : pack_.registers)
    if (ask_.register_id.empty() || ask_.register_id == of.id) TRY(plan_sheet(of, plan, places));
  for (FormSheet& sheet : plan.sheets) {
    sheet.name = sheet_name("待补正", *sheet.of, plan.sheets.size() == 1);
    head_form(sheet);
  }
  for (const auto& [area, rows] : places) plan.places.push_back({area, rows});
  return plan;
}

Result<FormPlan> FormReader::plan_template(const std::string& register_id) {
  FormPlan plan;
  plan.title = "台账模板";
  TRY(begin(plan));
  const pack::Register* of = pack_.register_(register_id);
  CHECK(of != nullptr, "the register was looked up before");
  TRY_ASSIGN(const store::Batch found,
             session_.query(fill(sql::form_places, {{"record", frame::table_name("record", *of)},
                                                    {"area", quoted(of->area)},
                                                    {"which", which(*of, true)}})));
  for (size_t row = 0; row < found.rows(); ++row)
    plan.places.push_back({std::string(found["area"].text(row)), found["n"].int64(row)});
  FormSheet sheet(*of);
  sheet.is_template = true;
  sheet.name = "填报";
  head_template(sheet, scope_);
  plan.sheets.push_back(std::move(sheet));
  return plan;
}

Result<FormChunk> FormReader::read(const FormSheet& sheet, const std::string& first,
                                   const std::string& last) {
  const pack::Register& of = *sheet.of;
  std::vector<std::string> keys;
  for (const std::string& key : of.key) keys.push_back("r." + quoted(key));
  // Bounds of the counties too: by them blocks are passed over.
  const std::string near = " >= " + literal(first.substr(0, kCountyDigits)) + " and ",
                    end = " < " + literal(range_end(last.substr(0, kCountyDigits)));
  const std::string wanted =
      which(of, sheet.is_template) + " and r.dist_county" + near + "r.dist_county" + end;
  FormChunk chunk;
  TRY_ASSIGN(chunk.records,
             session_.query(fill(sql::form_records, {{"record", frame::table_name("record", of)},
                                                     {"area", quoted(of.area)},
                                                     {"columns", frame::column_list(of, "r.")},
                                                     {"keys", join(keys, ", ")},
                                                     {"which", wanted}}),
                            {{"first", first}, {"last", last}}));
  TRY(name_areas(session_, of, chunk));
  if (sheet.is_template) return chunk;
  const std::string asked = wanted + " and r." + quoted(of.area) + " >= " + literal(first) +
                            " and r." + quoted(of.area) + " <= " + literal(last);
  const std::string of_records =
      open_findings(of) + " and f.dist_county" + near + "f.dist_county" + end + " and " +
      fill(sql::form_of_records, {{"record", frame::table_name("record", of)}, {"which", asked}});
  Ask all;
  all.limit = kFindingsMax;
  TRY_ASSIGN(const store::Batch findings,
             session_.query(list_sql(all, "true",  // by the record it is about
                                     of_records)));
  TRY_ASSIGN(std::vector<Finding> rendered, render(session_, pack_, scope_, findings));
  for (size_t row = 0; row < findings.rows(); ++row)
    chunk
        .findings[{std::string(findings["dist_county"].text(row)), findings["key_hash"].int64(row)}]
        .push_back(std::move(rendered[row]));
  return chunk;
}

Result<std::vector<FormRow>> FormReader::rows(const FormPlan& plan, const FormSheet& sheet,
                                              const std::string& first, const std::string& last) {
  TRY_ASSIGN(const FormChunk chunk, read(sheet, first, last));
  const RowMaker maker{pack_, scope_, plan, sheet, chunk};
  std::vector<FormRow> rows;
  for (size_t row = 0; row < chunk.records.rows(); ++row)
    rows.push_back(sheet.is_template ? maker.template_row(row) : maker.form_row(row));
  return rows;
}

Result<std::vector<FormRow>> FormReader::refused() {
  Ask ask = ask_;
  ask.grade = "reject";
  ask.limit = kRefusedMax;
  if (!ask_.grade.empty() && ask_.grade != "reject") return std::vector<FormRow>{};
  TRY_ASSIGN(std::string refused, asked(session_, ask));
  for (const pack::Register& of : pack_.registers)
    refused += " and " + fill(sql::form_no_record, {{"register", literal(of.id)},
                                                    {"record", frame::table_name("record", of)}});
  TRY_ASSIGN(const store::Batch found,
             session_.query(list_sql(ask, scope_.predicate("", "f.area"), refused)));
  TRY_ASSIGN(const std::vector<Finding> findings, render(session_, pack_, scope_, found));
  std::vector<FormRow> rows;
  for (const Finding& finding : findings) rows.push_back(refused_row(pack_, finding));
  return rows;
}

}  // namespace diaodu::finding
