// Writes one workbook of a plan: 说明, the sheets to fill in, 退回的行, 选项(勿改).
#include "finding/form.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace diaodu::finding {

using sheet::Look;

namespace {

constexpr uint32_t kHeadingRow = 3;  // 0-based: title, numbers, a hint stand above
constexpr const char* kChoicesSheet = "选项(勿改)";
constexpr const char* kEraseChoice = "[清空]";

// What to type, where there is nothing to choose from.
std::string hint_of(const pack::ColumnDef& column) {
  if (column.type == "day") return "写成 2020-03-06 这样的日期";
  if (column.type == "month") return "写成 2020-03 这样的年月";
  if (column.type == "decimal" || column.type == "whole") return "只写数字，不写单位";
  if (column.type == "citizen_id") return "18 位号码，按文字填写";
  if (column.type == "phone") return "手机号 11 位；座机带区号";
  if (column.type == "area") return "写地名全称或区划代码";
  return {};
}

std::vector<std::string> explanations(const FormPlan& plan) {
  const bool is_template = !plan.sheets.empty() && plan.sheets.front().is_template;
  std::vector<std::string> lines;
  if (is_template) {
    lines = {"1. 在“填报”表里改要改的格；不改的格不用动，新增的行接着往下写，行标识留空。"};
  } else {
    lines = {
        "1. "
        "只填“待补正”表里带颜色的“请填报”格：红色退回，黄色待核实，蓝色没有填；原因见“问题说明”。",
        "2. 如实填不了的，在“无法填报原因”里选一项，不要编造；需要说明的写在“情况说明”里。"};
  }
  lines.insert(
      lines.end(),
      {std::to_string(lines.size() + 1) + ". 没有填的格、没有列出的人，都不会改动。",
       std::to_string(lines.size() + 2) + ". 要把一格改成空的，填“[清空]”。",
       std::to_string(lines.size() + 3) + ". "
                                          "可以排序、筛选、改文件名、分次报送、把几个村粘到一张表里"
                                          "（连表头一起粘）；“行标识”一列请勿改动。",
       std::to_string(lines.size() + 4) + ". 含个人信息，请加密传送，用后删除。"});
  return lines;
}

std::string numbers_line(const FormPlan& plan, const pack::Register& of) {
  std::string line;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) line += std::string(name) + "：" + value + "　　";
  };
  add("表号", of.form_no);
  add("备案文号", of.filing_no);
  add("有效期至", of.valid_to);
  add("导出", to_text(plan.day) + "（第" + std::to_string(plan.round) + "轮）");
  add("导出人", plan.issued_to);
  return line;
}

}  // namespace

std::string list_of(const pack::ColumnDef& column) {
  if (column.type == "yes_no") return "yes_no";
  return column.type == "code" ? column.codes : std::string();
}

Result<FormBook> FormBook::create(const std::string& path, const pack::Pack& pack,
                                  const FormPlan& plan, const std::string& area_name) {
  std::vector<std::pair<std::string, std::string>> properties = {
      {"diaodu.form", plan.title}, {"diaodu.round", std::to_string(plan.round)}};
  TRY_ASSIGN(sheet::FormWriter writer, sheet::FormWriter::create(path, properties));
  FormBook book(std::move(writer), pack, plan);
  TRY(book.begin(area_name));
  return book;
}

Result<void> FormBook::begin(const std::string& area_name) {
  TRY_ASSIGN(const int about, writer_.add_sheet("说明"));
  CHECK(about == 0, "the first sheet explains");
  explain(area_name);
  for (const FormSheet& sheet : plan_.sheets) {
    TRY_ASSIGN(const int number, writer_.add_sheet(sheet.name));
    numbers_.push_back(number);
    next_.push_back(kHeadingRow + 1);
    begin_sheet(sheet, number, area_name);
  }
  TRY_ASSIGN(lists_sheet_, writer_.add_sheet(kChoicesSheet));
  collect_lists();
  if (!numbers_.empty()) writer_.show_first(numbers_.front());
  return {};
}

void FormBook::explain(const std::string& area_name) {
  writer_.width(0, 0, 100);
  uint32_t row = 0;
  writer_.put(0, row++, 0, frame::kOnlyToRead, Look::small);
  writer_.put(0, row++, 0, area_name + plan_.title, Look::title);
  if (plan_.sheets.empty())
    writer_.put(0, row++, 0, "没有要补正的内容。", Look::plain);
  else
    for (const std::string& line : explanations(plan_))
      writer_.put(0, row++, 0, line, Look::wrapped);
  if (pack_.synthetic) writer_.put(0, row++, 0, "本表人员均为合成数据。", Look::small);
}

void FormBook::begin_sheet(const FormSheet& sheet, int number, const std::string& area_name) {
  for (size_t i = 0; i < sheet.widths.size(); ++i)
    writer_.width(number, static_cast<uint32_t>(i), sheet.widths[i]);
  writer_.put(number, 0, 0, area_name + "　" + sheet.of->name.zh + "　" + plan_.title, Look::title);
  writer_.put(number, 1, 0, numbers_line(plan_, *sheet.of), Look::small);
  writer_.put(number, 2, 0,
              sheet.is_template ? "改要改的格，其余不动；要改成空的填“[清空]”。"
                                : "只填带颜色的格；不填的不改动，要改成空的填“[清空]”。",
              Look::small);
  for (size_t i = 0; i < sheet.headings.size(); ++i)
    writer_.put(number, kHeadingRow, static_cast<uint32_t>(i), sheet.headings[i].text,
                sheet.headings[i].look);
}

void FormBook::collect_lists() {
  for (const FormSheet& sheet : plan_.sheets)
    for (const auto& [column, heading] : sheet.heading_of) {
      const std::string id = list_of(sheet.of->columns[column]);
      if (id.empty() || std::ranges::any_of(lists_, [&](const List& one) { return one.id == id; }))
        continue;
      List list{id, "是/否", {"是", "否"}};
      if (const pack::CodeList* codes = pack_.code_list(id)) {
        list.title = codes->name.zh.empty() ? id : codes->name.zh;
        list.items.clear();
        for (const pack::CodeItem& item : codes->items) list.items.push_back(item.name.zh);
      }
      list.items.emplace_back(kEraseChoice);
      lists_.push_back(std::move(list));
    }
}

void FormBook::add(size_t sheet, std::span<const FormRow> rows) {
  const int number = numbers_[sheet];
  for (const FormRow& row : rows) {
    const uint32_t at = next_[sheet]++;
    for (size_t i = 0; i < row.cells.size(); ++i)
      writer_.put(number, at, static_cast<uint32_t>(i), row.cells[i].text, row.cells[i].look);
    if (!row.comment.empty())
      writer_.comment(number, at, static_cast<uint32_t>(plan_.sheets[sheet].comment_at),
                      row.comment);
  }
}

void FormBook::add_refused(std::span<const FormRow> rows) {
  refused_.insert(refused_.end(), rows.begin(), rows.end());
}

// One row across all lists at a time: a sheet is written downwards.
void FormBook::write_lists() {
  size_t most = 0;
  for (const List& list : lists_) most = std::max(most, list.items.size());
  writer_.put(lists_sheet_, 0, 0, frame::kOnlyToRead, Look::small);
  for (size_t i = 0; i < lists_.size(); ++i)
    writer_.put(lists_sheet_, 0, static_cast<uint32_t>(i + 1), lists_[i].title, Look::heading);
  for (size_t row = 0; row < most; ++row)
    for (size_t i = 0; i < lists_.size(); ++i)
      if (row < lists_[i].items.size())
        writer_.put(lists_sheet_, static_cast<uint32_t>(row + 1), static_cast<uint32_t>(i + 1),
                    lists_[i].items[row], Look::plain);
}

void FormBook::add_choices(size_t sheet) {
  const FormSheet& of = plan_.sheets[sheet];
  constexpr uint32_t kMore = 500;  // rows that a clerk may add to a template
  const uint32_t last = std::max(next_[sheet], kHeadingRow + 2) - 1 + (of.is_template ? kMore : 0);
  for (const auto& [column, heading] : of.heading_of) {
    const pack::ColumnDef& def = of.of->columns[column];
    const std::string id = list_of(def);
    sheet::Choices choices{.row_first = kHeadingRow + 1,
                           .row_last = last,
                           .column = static_cast<uint32_t>(heading),
                           .range = {},
                           .title = def.title.zh,
                           .hint = hint_of(def)};
    for (size_t i = 0; i < lists_.size() && !id.empty(); ++i)
      if (lists_[i].id == id)
        choices.range = sheet::range_of(kChoicesSheet, static_cast<uint32_t>(i + 1), 1,
                                        static_cast<uint32_t>(lists_[i].items.size()));
    if (!choices.range.empty() || !choices.hint.empty())
      writer_.choose_from(numbers_[sheet], choices);
  }
}

Result<void> FormBook::close() {
  for (size_t i = 0; i < plan_.sheets.size(); ++i) {
    const uint32_t last = next_[i];
    writer_.freeze_below(numbers_[i], kHeadingRow,
                         static_cast<uint32_t>(plan_.sheets[i].headings.size()), last - 1);
    writer_.put(numbers_[i], last + 1, 0, "填报人：　　　　　　审核人：　　　　　　联系电话：",
                Look::small);
    add_choices(i);
  }
  write_lists();
  if (!refused_.empty()) {
    TRY_ASSIGN(const int number, writer_.add_sheet("退回的行"));
    constexpr std::pair<const char*, double> kHeads[] = {
        {"原报文件号", 12}, {"原行号", 10},   {"原编号", 20}, {"原栏目", 16},
        {"原填内容", 20},   {"问题说明", 60}, {"怎样改", 40}};
    writer_.put(number, 0, 0, frame::kOnlyToRead, Look::small);
    writer_.put(number, 0, 1, "这些行没有收下：请在原来的文件里改好，再报一次。", Look::small);
    uint32_t column = 0;
    for (const auto& [heading, width] : kHeads) {
      writer_.width(number, column, width);
      writer_.put(number, 1, column++, heading, Look::heading);
    }
    uint32_t at = 2;
    for (const FormRow& row : refused_) {
      for (size_t i = 0; i < row.cells.size(); ++i)
        writer_.put(number, at, static_cast<uint32_t>(i), row.cells[i].text, row.cells[i].look);
      ++at;
    }
  }
  return writer_.close();
}

}  // namespace diaodu::finding
