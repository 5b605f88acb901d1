#include "app/verdict.hpp"

#include <fmt/format.h>

#include "app/asked.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::app {
namespace {

Words grade_words(const std::string& grade) {
  if (grade == "reject") return {"错误", "wrong"};
  if (grade == "question") return {"待核", "asked"};
  return {"提示", "note"};
}

void print_state(const Verdict& verdict, const Used& used, Output& out) {
  const parcel::Parcel& parcel = verdict.parcel;
  if (parcel.state == "same_file" && verdict.same) {
    const std::string when = to_text(verdict.same->day) + " " + verdict.same_time;
    out.line({fmt::format("  本文件与{}收到的文件（报送件 {}）完全相同，未重复处理。", when,
                          verdict.same->parcel),
              fmt::format(
                  "  this file is the very one received on {} (parcel {}); it was not taken twice.",
                  when, verdict.same->parcel)});
  } else if (parcel.state == "taken" && verdict.same) {
    const std::string when = to_text(verdict.same->day) + " " + verdict.same_time;
    out.line({fmt::format("  本文件与{}收到的文件（报送件 {}）完全相同；此后其他报送件改过这里的记"
                          "录，已按新报送件重新处理。",
                          when, verdict.same->parcel),
              fmt::format("  this file is the very one received on {} (parcel {}); other parcels "
                          "have changed records here since, so it was taken again.",
                          when, verdict.same->parcel)});
  } else if ((parcel.state == "unreadable" || parcel.state == "set_aside") && parcel.error) {
    out.text("  " + to_line(*parcel.error, out.chinese()) + "\n");
  } else if (parcel.state == "nil") {
    out.line({"  零报告，已登记：本期无变化", "  nil report, noted: nothing changed"});
  } else if (parcel.state == "withdrawn") {
    out.line({"  已撤回", "  withdrawn"});
  } else if (parcel.state == "returned") {
    out.line({"  已退回" + shown_area(used, parcel.area, true),
              "  sent back to " + shown_area(used, parcel.area, false)});
  }
}

void print_headings(const parcel::Parcel& parcel, const Used& used, Output& out) {
  const pack::Register* register_ = used.pack->register_(parcel.register_id);
  for (const auto& heading : parcel.headings) {
    if (!register_ || !parcel::is_unknown_heading(*register_, heading)) continue;
    const std::string column = sheet::cell_address(static_cast<uint32_t>(heading.column_no), 1);
    const std::string letters = column.substr(0, column.size() - 1);
    out.line(
        {fmt::format("  表头“{}”（{} 列）不认识，该列未读入；请核对是否写错", heading.heading,
                     letters),
         fmt::format("  heading \"{}\" (column {}) is not known and was not read; is it misspelt?",
                     heading.heading, letters)});
  }
}

}  // namespace

Table finding_table() {
  using Align = Table::Align;
  return Table({{{"行", "row"}, Align::right},
                {{"单元格", "cell"}},
                {{"级别", "grade"}},
                {{"规则", "rule"}},
                {{"编号", "id"}},
                {{"问题", "what is wrong"}}});
}

std::vector<std::string> finding_row(const finding::Finding& finding, bool chinese) {
  const Words grade = grade_words(finding.grade);
  std::string says = chinese ? finding.says.zh : finding.says.en;
  const std::string& fix = chinese ? finding.fix.zh : finding.fix.en;
  if (!fix.empty()) says += (chinese ? "　" : "  ") + fix;
  return {finding.row_no > 0 ? std::to_string(finding.row_no) : "-",
          finding.cell.empty() ? "-" : finding.cell,
          chinese ? grade.zh : grade.en,
          finding.rule,
          finding.show_id.empty() ? "-" : finding.show_id,
          says};
}

void print_verdict(const Verdict& verdict, const Used& used, bool is_trial, Output& out) {
  const parcel::Parcel& parcel = verdict.parcel;
  const record::Accepted& accepted = verdict.accepted;
  const Words head = is_trial ? Words{"试校核（未入库）", "trial (nothing kept)"}
                              : Words{fmt::format("报送件 {}", parcel.parcel),
                                      fmt::format("parcel {}", parcel.parcel)};
  out.text(fmt::format("{}  {}  {}  {}\n", out.pick(head),
                       shown_area(used, parcel.area, out.chinese()), to_text(parcel.day),
                       parcel.file_name));
  print_state(verdict, used, out);
  if (parcel.state == "taken" || parcel.state == "returned" || parcel.state == "withdrawn") {
    if (parcel.is_in_progress)
      out.line({"  文件很大，正在分批处理；以下是已处理部分的结果",
                "  a great file, still being taken in parts; so far:"});
    out.line(
        {fmt::format("  收到 {} 行：新增 {}，修改 {}（{} 个单元格），核对无变化 {}，未接收 {}",
                     parcel.rows_in, accepted.rows_new, accepted.rows_changed,
                     accepted.cells_changed, accepted.rows_unchanged, verdict.counts.rows_refused),
         fmt::format("  {} rows: {} new, {} changed ({} cells), {} confirmed unchanged, {} refused",
                     parcel.rows_in, accepted.rows_new, accepted.rows_changed,
                     accepted.cells_changed, accepted.rows_unchanged,
                     verdict.counts.rows_refused)});
    if (accepted.rows_ended > 0) {
      out.line({fmt::format("  结束 {} 条（全量文件中未列出）", accepted.rows_ended),
                fmt::format("  {} records ended (a full file that does not list them)",
                            accepted.rows_ended)});
    }
    out.line({fmt::format("  疑点：错误 {}，待核 {}，提示 {}", verdict.counts.rejects,
                          verdict.counts.questions, verdict.counts.notes),
              fmt::format("  findings: {} wrong, {} asked, {} notes", verdict.counts.rejects,
                          verdict.counts.questions, verdict.counts.notes)});
  }
  print_headings(parcel, used, out);
  if (verdict.findings.empty()) return;
  Table table = finding_table();
  for (const finding::Finding& finding : verdict.findings)
    table.row(finding_row(finding, out.chinese()));
  out.table(table);
  if (verdict.findings.size() == kFindingsShown) {
    out.line({"  ……只列前 1,000 条；全部见 diaodu finding export",
              "  ... the first 1,000; diaodu finding export has them all"});
  }
}

}  // namespace diaodu::app
