// Reads findings: the list, the counts of a parcel, the workbook that goes back to a place.
#include "base/text.hpp"
#include "finding/finding.hpp"
#include "finding/render.hpp"
#include "finding/sql.hpp"
#include "finding/workbook.hpp"
#include "frame/sql_fill.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::finding {

using frame::fill;
using store::literal;

namespace {

Result<std::string> open_then(store::Session& session, Day day) {
  TRY_ASSIGN(const store::Batch round, session.query(sql::round_of_day, {{"day", day}}));
  const std::string known = std::to_string(round["round"].int64(0));
  return "f.round_from <= " + known + " and (f.round_to is null or f.round_to > " + known + ")";
}

}  // namespace

Result<std::string> asked(store::Session& session, const Ask& ask) {
  std::vector<std::string> parts;
  if (ask.day) {
    TRY_ASSIGN(const std::string open, open_then(session, *ask.day));
    parts.push_back(open);
  }
  if (!ask.area.empty())
    parts.push_back("f.area >= " + literal(ask.area) + " and f.area < " +
                    literal(range_end(ask.area)));
  if (ask.parcel) parts.push_back("f.parcel = " + std::to_string(*ask.parcel));
  if (ask.record)
    parts.push_back("f.dist_county = " + literal(ask.record->first) +
                    " and f.key_hash = " + std::to_string(ask.record->second));
  if (!ask.register_id.empty()) parts.push_back("f.register = " + literal(ask.register_id));
  if (!ask.rule.empty()) parts.push_back("f.rule = " + literal(ask.rule));
  if (!ask.column.empty()) parts.push_back("f.column_name = " + literal(ask.column));
  if (!ask.grade.empty()) parts.push_back("f.grade = " + literal(ask.grade));
  if (ask.explained == "yes") parts.push_back(is_explained());
  if (ask.explained == "asked") parts.emplace_back(sql::is_asked_about);
  if (ask.explained == "no")
    parts.push_back("not " + is_explained() + " and not " + std::string(sql::is_asked_about));
  if (ask.after != 0) {
    TRY_ASSIGN(const store::Batch at,
               session.query(fill(sql::place_of, {{"ever", std::string(sql::ever)}}),
                             {{"finding", ask.after}}));
    if (at.rows() > 0)
      parts.push_back(
          "(f.parcel, f.sheet, f.row_no, f.finding) > (" + std::to_string(at["parcel"].int64(0)) +
          ", " + std::to_string(at["sheet"].int32(0)) + ", " +
          std::to_string(at["row_no"].int32(0)) + ", " + std::to_string(ask.after) + ")");
  }
  return parts.empty() ? "true" : join(parts, " and ");
}

frame::Fills findings_of(const Ask& ask) {
  if (!ask.day) return {{"findings", "finding"}, {"round_to", "cast(null as bigint)"}};
  return {{"findings", std::string(sql::ever)}, {"round_to", "f.round_to"}};
}

std::string list_sql(const Ask& ask, const std::string& allowed, const std::string& asked) {
  frame::Fills fills = findings_of(ask);
  fills.insert(fills.end(),
               {{"allowed", allowed}, {"asked", asked}, {"limit", std::to_string(ask.limit)}});
  const std::string page = fill(sql::page_of_list, fills);
  return fill(sql::list, {{"page", page}});
}

Result<store::Batch> read_rows(store::Session& session, const access::Scope& scope,
                               const Ask& ask) {
  TRY_ASSIGN(const std::string which, asked(session, ask));
  return session.query(list_sql(ask, scope.predicate("", "f.area"), which));
}

Result<std::vector<Finding>> list(store::Session& session, const pack::Pack& pack,
                                  const access::Scope& scope, const Ask& ask) {
  TRY_ASSIGN(const store::Batch rows, read_rows(session, scope, ask));
  return render(session, pack, scope, rows);
}

Result<std::map<int64_t, Counts>> count(store::Session& session, const access::Scope& scope,
                                        const std::vector<int64_t>& parcels) {
  const std::string which = frame::in_numbers("f.parcel", parcels);
  TRY_ASSIGN(const store::Batch first,
             session.query(fill(sql::first_round_of, {{"which", which}})));
  TRY_ASSIGN(const store::Batch rows,
             session.query(
                 fill(sql::counts, {{"which", which},
                                    {"first_round", std::to_string(first["first_round"].int64(0))},
                                    {"allowed", scope.predicate("", "f.area")}})));
  std::map<int64_t, Counts> all;
  for (size_t row = 0; row < rows.rows(); ++row)
    all[rows["parcel"].int64(row)] = {rows["rows_refused"].int64(row), rows["rejects"].int64(row),
                                      rows["questions"].int64(row), rows["notes"].int64(row)};
  return all;
}

Result<std::vector<Finding>> list_each(store::Session& session, const pack::Pack& pack,
                                       const access::Scope& scope,
                                       const std::vector<int64_t>& parcels, int limit) {
  const std::string page =
      fill(sql::page_of_each, {{"allowed", scope.predicate("", "g.area")},
                               {"which", frame::in_numbers("g.parcel", parcels)},
                               {"limit", std::to_string(limit)}});
  TRY_ASSIGN(const store::Batch rows, session.query(fill(sql::list, {{"page", page}})));
  return render(session, pack, scope, rows);
}

namespace {

std::string title_of(const pack::Pack& pack, const Finding& finding) {
  const pack::Register* register_ = pack.register_(finding.register_id);
  const pack::ColumnDef* column = register_ ? register_->find(finding.column) : nullptr;
  return column ? column->title.zh : finding.column;
}

void write_row(sheet::WorkbookWriter& writer, const pack::Pack& pack, const Finding& finding) {
  const bool reject = finding.grade == "reject", question = finding.grade == "question";
  const sheet::Mark mark = reject     ? sheet::Mark::wrong
                           : question ? sheet::Mark::question
                                      : sheet::Mark::none;
  const sheet::OutCell cells[] = {{std::to_string(finding.parcel)},
                                  {std::to_string(finding.row_no)},
                                  {finding.cell},
                                  {finding.show_id},
                                  {title_of(pack, finding)},
                                  {finding.shown, mark},
                                  {finding.says.zh},
                                  {finding.fix.zh},
                                  {reject     ? "退回"
                                   : question ? "待核实"
                                              : "提示"},
                                  {finding.area}};
  writer.row(cells);
}

}  // namespace

Result<int64_t> write_list(store::Session& session, const pack::Pack& pack,
                           const access::Scope& scope, const Ask& ask, const std::string& path) {
  constexpr int kPage = 10'000;
  TRY_ASSIGN(auto writer, sheet::WorkbookWriter::create(path, "问题清单",
                                                        {{"文件号", 8},
                                                         {"行号", 8},
                                                         {"单元格", 8},
                                                         {"编号", 20},
                                                         {"栏目", 16},
                                                         {"原填内容", 20},
                                                         {"问题说明", 60},
                                                         {"怎样改", 40},
                                                         {"类别", 8},
                                                         {"地区", 14}}));
  Ask page = ask;
  page.limit = kPage;
  int64_t written = 0;
  while (true) {
    TRY_ASSIGN(const std::vector<Finding> findings, list(session, pack, scope, page));
    for (const Finding& finding : findings) write_row(writer, pack, finding);
    written += static_cast<int64_t>(findings.size());
    if (findings.size() < static_cast<size_t>(kPage)) break;
    page.after = findings.back().finding;
  }
  TRY(writer.close());
  return written;
}

}  // namespace diaodu::finding
