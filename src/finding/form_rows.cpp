#include "finding/form_rows.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "frame/masks.hpp"
#include "frame/show_value.hpp"

namespace diaodu::finding {

using sheet::Look;

namespace {

constexpr std::string_view kProblems = "问题说明";

struct Header {
  FormSheet& sheet;
  void add(const std::string& text, double width, Look look = Look::heading) {
    sheet.headings.push_back({text, look});
    sheet.widths.push_back(width);
  }
  void add_to_fill(size_t column, const std::string& text, double width) {
    sheet.heading_of[column] = sheet.headings.size();
    add(text, width, Look::asked);
  }
};

const std::string& title_of(const pack::Register& of, size_t column) {
  return of.columns[column].title.zh;
}

bool is_shown_in_full(const access::Scope& scope, const pack::Register& of,
                      const pack::ColumnDef& column) {
  const auto secrecy = static_cast<access::Secrecy>(column.secret);
  return scope.shows(of.id, secrecy, column.host_view) == access::Shown::plain;
}

// 第5行“务工月收入”…: the row of a file that the reader does not have before him.
std::string without_row(std::string text) {
  constexpr std::string_view kBegin = "第", kEnd = "行";
  if (!text.starts_with(kBegin)) return text;
  size_t at = kBegin.size();
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  if (at == kBegin.size() || text.compare(at, kEnd.size(), kEnd) != 0) return text;
  return text.substr(at + kEnd.size());
}

Look look_of(const std::vector<const Finding*>& findings, bool is_missing) {
  const auto has = [&](std::string_view grade) {
    return std::ranges::any_of(findings, [&](const Finding* one) { return one->grade == grade; });
  };
  if (has("reject")) return Look::wrong;
  if (!findings.empty()) return Look::question;
  return is_missing ? Look::missing : Look::grey;
}

}  // namespace

Result<void> name_areas(store::Session& session, const pack::Register& of, FormChunk& chunk) {
  std::vector<std::string> codes;
  for (const pack::ColumnDef& column : of.columns) {
    if (column.type != "area") continue;
    const store::Column& cells = chunk.records[column.name];
    for (size_t row = 0; row < chunk.records.rows(); ++row)
      if (!cells.is_null(row)) codes.emplace_back(cells.text(row));
  }
  std::ranges::sort(codes);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  TRY_ASSIGN(chunk.area_names, frame::area_names(session, codes));
  return {};
}

void head_form(FormSheet& sheet) {
  const pack::Register& of = *sheet.of;
  Header header{sheet};
  header.add(std::string(frame::kMarkHeading), 8);
  for (const int column : {sheet.known.show_id, sheet.known.show_name, sheet.known.area})
    if (column >= 0) header.add(title_of(of, static_cast<size_t>(column)), 16);
  if (sheet.known.identity >= 0) header.add(std::string(frame::kLastFour), 10);
  std::vector<std::string> names;
  for (const size_t column : sheet.asked) {
    names.push_back(of.columns[column].name);
    header.add(title_of(of, column) + std::string(frame::kAsItStands), 14);
    header.add_to_fill(column, title_of(of, column) + std::string(frame::kFillIn), 18);
  }
  sheet.comment_at = sheet.headings.size();
  header.add(std::string(kProblems), 50);
  for (const int column : sheet.known.answers)
    header.add_to_fill(static_cast<size_t>(column), title_of(of, static_cast<size_t>(column)), 16);
  sheet.layout = frame::layout_of(names);
}

// What is masked cannot be sent back: it is shown beside, under a heading that is not read.
void head_template(FormSheet& sheet, const access::Scope& scope) {
  const pack::Register& of = *sheet.of;
  Header header{sheet};
  header.add(std::string(frame::kMarkHeading), 8);
  for (size_t column = 0; column < of.columns.size(); ++column) {
    const std::string& title = title_of(of, column);
    if (!is_shown_in_full(scope, of, of.columns[column])) {
      header.add(title + std::string(frame::kAsItStands), 14);
      continue;
    }
    if (static_cast<int>(column) == sheet.known.area)
      header.add(title + std::string(frame::kAsItStands), 24);
    header.add_to_fill(column, title, 16);
  }
  sheet.layout = frame::kTemplateLayout;
}

std::string RowMaker::stored(size_t column, size_t row) const {
  return frame::stored_text(chunk.records[sheet.of->columns[column].name], row);
}

std::string RowMaker::shown(size_t column, size_t row) const {
  const pack::ColumnDef& of = sheet.of->columns[column];
  return frame::masked(*sheet.of, of,
                       frame::show_value(pack, of, stored(column, row), true, chunk.area_names),
                       scope);
}

std::string RowMaker::mark(size_t row) const {
  return frame::to_text(frame::Mark{std::string(chunk.records["dist_county"].text(row)),
                                    chunk.records["key_hash"].int64(row), plan.round, sheet.layout,
                                    frame::register_tag(sheet.of->id)});
}

void RowMaker::add_identity(FormRow& out, size_t row) const {
  const auto& known = sheet.known;
  out.area = stored(static_cast<size_t>(known.area), row);
  out.cells.push_back({mark(row), Look::grey});
  for (const int column : {known.show_id, known.show_name, known.area})
    if (column >= 0) out.cells.push_back({shown(static_cast<size_t>(column), row)});
  if (known.identity < 0) return;
  const pack::ColumnDef& identity = sheet.of->columns[static_cast<size_t>(known.identity)];
  std::string number = stored(static_cast<size_t>(known.identity), row);
  constexpr size_t kFour = 4;
  const auto secrecy = static_cast<access::Secrecy>(identity.secret);
  if (scope.shows(sheet.of->id, secrecy, identity.host_view) == access::Shown::hidden)
    number.clear();
  out.cells.push_back({number.size() < kFour ? "" : number.substr(number.size() - kFour)});
}

FormRow RowMaker::form_row(size_t row) const {
  const pack::Register& of = *sheet.of;
  FormRow out;
  add_identity(out, row);
  const auto found = chunk.findings.find(
      {std::string(chunk.records["dist_county"].text(row)), chunk.records["key_hash"].int64(row)});
  std::map<std::string, std::vector<const Finding*>> by_column;
  std::vector<std::string> told;
  if (found != chunk.findings.end())
    for (const Finding& one : found->second) {
      by_column[one.column].push_back(&one);
      const std::string text = without_row(one.says.zh) + one.fix.zh;
      if (std::ranges::count(told, text) == 0) told.push_back(text);
    }
  const int64_t missing = chunk.records["missing"].int64(row);
  const std::vector<size_t> expected = of.expected();
  std::vector<bool> is_missing(of.columns.size());
  std::vector<std::string> empty;
  for (size_t i = 0; i < expected.size(); ++i) {
    const pack::ColumnDef& column = of.columns[expected[i]];
    if ((missing & frame::bit(i)) == 0) continue;
    is_missing[expected[i]] = true;
    if (by_column.find(column.name) == by_column.end()) empty.push_back(column.title.zh);
  }
  if (!empty.empty()) told.insert(told.begin(), "没有填：" + join(empty, "、") + "。");
  for (const size_t column : sheet.asked) {
    const std::vector<const Finding*>& here = by_column[of.columns[column].name];
    const Look look = look_of(here, is_missing[column]);
    std::string now = look == Look::grey ? std::string() : shown(column, row);
    if (now.empty() && !here.empty()) now = here.front()->shown;  // what could not be taken
    out.cells.push_back({now, look == Look::grey ? Look::grey : Look::plain});
    out.cells.push_back({"", look});
  }
  for (size_t i = 0; i < told.size(); ++i)
    out.comment +=
        (i > 0 ? "\n" : "") + (told.size() > 1 ? std::to_string(i + 1) + ". " : "") + told[i];
  out.cells.push_back({out.comment, Look::wrapped});
  for (size_t i = 0; i < sheet.known.answers.size(); ++i) out.cells.push_back({"", Look::open});
  return out;
}

FormRow RowMaker::template_row(size_t row) const {
  const pack::Register& of = *sheet.of;
  FormRow out;
  out.area = stored(static_cast<size_t>(sheet.known.area), row);
  out.cells.push_back({mark(row), Look::grey});
  for (size_t column = 0; column < of.columns.size(); ++column) {
    const std::string now = shown(column, row);
    if (!sheet.heading_of.contains(column)) {
      out.cells.push_back({now, Look::grey});
      continue;
    }
    const bool is_place = static_cast<int>(column) == sheet.known.area;
    const bool is_key = std::ranges::count(of.key, of.columns[column].name) > 0;
    if (is_place) out.cells.push_back({now, Look::grey});
    out.cells.push_back({is_place ? out.area : now, is_key ? Look::grey : Look::open});
  }
  return out;
}

FormRow refused_row(const pack::Pack& pack, const Finding& finding) {
  const pack::Register* of = pack.register_(finding.register_id);
  const pack::ColumnDef* column = of ? of->find(finding.column) : nullptr;
  FormRow row;
  row.area = finding.area;
  const std::string place = finding.cell.empty() ? "" : "，" + finding.cell;
  for (const std::string& text :
       {std::to_string(finding.parcel), std::to_string(finding.row_no) + place, finding.show_id,
        column ? column->title.zh : finding.column, finding.shown})
    row.cells.push_back({text});
  row.cells.push_back({finding.says.zh, Look::wrapped});
  row.cells.push_back({finding.fix.zh, Look::wrapped});
  return row;
}

}  // namespace diaodu::finding
