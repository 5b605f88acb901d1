#include "finding/render.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "finding/judge.hpp"
#include "finding/merged.hpp"
#include "frame/built_in.hpp"
#include "frame/show_value.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::finding {

namespace {

constexpr size_t kCountyDigits = 6;
constexpr size_t kAllowedMax = 8;  // names of codes in one sentence

using AreaNames = std::map<std::string, std::string, std::less<>>;

// The values that a finding keeps, by the names of its rule's sentence.
std::map<std::string, std::string> kept_values(const pack::Rule& rule, const std::string& params) {
  std::map<std::string, std::string> values;
  const std::vector<std::string> names = kept_names(rule);
  if (names.empty()) return values;
  const std::vector<std::string> parts = split(params, kBetween);
  for (size_t i = 0; i < names.size() && i < parts.size(); ++i)
    values[names[i]] = parts[i] == std::string(1, kNull) ? std::string() : parts[i];
  return values;
}

// A heading that is a word may be seen by all; with this many digits it may be somebody's number.
constexpr ptrdiff_t kDigitsOfNumber = 6;

class Renderer {
 public:
  Renderer(const pack::Pack& pack, const access::Scope& scope, const store::Batch& rows)
      : pack_(pack), scope_(scope), rows_(rows) {}

  Result<void> look_up(store::Session& session);
  Finding finding(size_t row) const;

 private:
  const pack::Register* register_of(size_t row) const {
    return pack_.register_(text_of(rows_, "register", row));
  }
  std::string place(const std::string& code) const {
    const auto found = names_.find(code);
    return found == names_.end() ? show_area(code) : found->second;
  }
  std::string value(const pack::Register& of, const pack::ColumnDef& column,
                    const std::string& stored, bool chinese) const {
    if (stored.empty()) return chinese ? "（空）" : "(empty)";
    return frame::masked(of, column, frame::show_value(pack_, column, stored, chinese, names_),
                         scope_);
  }
  std::string headings(const std::string& listed) const;
  std::string allowed(const pack::ColumnDef* column, bool chinese) const;
  std::string sentence(const std::string& pattern, size_t row, const Finding& of,
                       bool chinese) const;
  void say(size_t row, Finding& of) const;

  const pack::Pack& pack_;
  const access::Scope& scope_;
  const store::Batch& rows_;
  AreaNames names_;
  MergedCells merged_;
};

Result<void> Renderer::look_up(store::Session& session) {
  std::vector<std::string> codes;
  for (size_t row = 0; row < rows_.rows(); ++row) {
    for (const char* column : {"other_area", "sender"})
      codes.push_back(text_of(rows_, column, row));
    codes.push_back(text_of(rows_, "other_area", row).substr(0, kCountyDigits));
    const pack::Register* of = register_of(row);
    if (!of) continue;
    const pack::Rule* rule = pack_.rule(of->id, text_of(rows_, "rule", row));
    if (!rule) continue;
    for (const auto& [name, stored] : kept_values(*rule, text_of(rows_, "params", row)))
      if (const pack::ColumnDef* column = of->find(name); column && column->type == "area")
        codes.push_back(stored);
  }
  std::ranges::sort(codes);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  TRY_ASSIGN(names_, frame::area_names(session, codes));
  TRY_ASSIGN(merged_, MergedCells::read(session, rows_));
  return {};
}

std::string Renderer::headings(const std::string& listed) const {
  if (scope_.unmasked()) return listed;
  constexpr std::string_view kComma = "、";
  std::string shown;
  for (size_t from = 0; from <= listed.size();) {
    const size_t to = std::min(listed.find(kComma, from), listed.size());
    const std::string one = listed.substr(from, to - from);
    const bool number = std::ranges::count_if(half_width(one), [](char c) {
                          return c >= '0' && c <= '9';
                        }) >= kDigitsOfNumber;
    if (from > 0) shown += kComma;
    shown += number ? "*" : one;
    from = to + kComma.size();
  }
  return shown;
}

// What a column of codes may hold: the names, as many as a sentence bears.
std::string Renderer::allowed(const pack::ColumnDef* column, bool chinese) const {
  const pack::CodeList* list = column ? pack_.code_list(column->codes) : nullptr;
  if (!list) return chinese ? "代码表里的一项" : "the items of the code list";
  std::vector<std::string> names;
  for (const pack::CodeItem& item : list->items)
    if (names.size() < kAllowedMax) names.push_back(chinese ? item.name.zh : item.name.en);
  const bool more = names.size() < list->items.size();
  return join(names, chinese ? "、" : ", ") + (more ? (chinese ? " 等" : " and so on") : "");
}

std::string Renderer::sentence(const std::string& pattern, size_t row, const Finding& of,
                               bool chinese) const {
  const pack::Register* register_ = register_of(row);
  const pack::Rule* rule = register_ ? pack_.rule(register_->id, of.rule) : nullptr;
  const pack::ColumnDef* column = register_ ? register_->find(of.column) : nullptr;
  const std::string params = text_of(rows_, "params", row);
  const std::map<std::string, std::string> values =
      rule ? kept_values(*rule, params) : std::map<std::string, std::string>();
  const frame::BuiltIn* built_in = rule ? nullptr : frame::built_in(of.rule);
  return fill_template(pattern, [&](std::string_view name) -> std::optional<std::string> {
    if (name == "row") return std::to_string(of.row_no);
    if (name == "cell") return of.cell;
    if (name == "other_area") return place(of.other_area);
    if (name == "other_county") return place(of.other_area.substr(0, kCountyDigits));
    if (name == "allowed") return allowed(column, chinese);
    if (name == "sender") return place(text_of(rows_, "sender", row));
    if (name == "shown" || name == "value") return of.shown;
    if (name == "column")
      return column ? (chinese ? column->title.zh : column->title.en) : of.column;
    if (built_in && built_in->param == "other_parcel") {
      const std::vector<std::string> parts = split(params, kBetween);
      if (name == built_in->param) return parts.front();
      if (name == "now" && column && parts.size() > 1)
        return value(*register_, *column, parts[1], chinese);
    }
    if (built_in && name == "read" && column)  // masked as the column is
      return value(*register_, *column, params, chinese);
    if (built_in && name == built_in->param)
      return of.rule.starts_with("_heading_") ? headings(params) : params;
    const auto found = values.find(std::string(name));
    if (found == values.end()) return std::nullopt;
    const pack::ColumnDef* named = register_->find(name);
    return named ? value(*register_, *named, found->second, chinese) : found->second;
  });
}

void Renderer::say(size_t row, Finding& of) const {
  const pack::Rule* rule = pack_.rule(of.register_id, of.rule);
  const frame::BuiltIn* built_in = rule ? nullptr : frame::built_in(of.rule);
  if (!rule && !built_in) {  // a rule that the pack in use no longer has
    of.says = {"规则“" + of.rule + "”（现用规则包中已没有）。",
               "Rule \"" + of.rule + "\", which the pack in use no longer has."};
    return;
  }
  const Words& says = rule ? rule->says : built_in->says;
  of.says = {sentence(says.zh, row, of, true), sentence(says.en, row, of, false)};
  const Words& fix = rule ? rule->fix : built_in->fix;
  of.fix = {sentence(fix.zh, row, of, true), sentence(fix.en, row, of, false)};
  if (!built_in || built_in->guess.zh.empty() || rows_["params"].is_null(row)) return;
  const Words& guess = built_in->guess;
  of.fix.zh = sentence(guess.zh, row, of, true) + of.fix.zh;
  of.fix.en = sentence(guess.en, row, of, false) + " " + of.fix.en;
}

Finding Renderer::finding(size_t row) const {
  Finding of;
  of.finding = rows_["finding"].int64(row);
  of.parcel = rows_["parcel"].int64(row);
  of.register_id = text_of(rows_, "register", row);
  of.rule = text_of(rows_, "rule", row);
  of.grade = text_of(rows_, "grade", row);
  of.column = text_of(rows_, "column_name", row);
  of.area = text_of(rows_, "area", row);
  of.other_area = text_of(rows_, "other_area", row);
  of.sheet = rows_["sheet"].int32(row);
  of.row_no = rows_["row_no"].int32(row);
  of.round_from = rows_["round_from"].int64(row);
  if (!rows_["round_to"].is_null(row)) of.round_to = rows_["round_to"].int64(row);
  if (!rows_["column_no"].is_null(row))
    of.cell = sheet::cell_address(
        static_cast<uint32_t>(rows_["column_no"].int32(row)),
        static_cast<uint32_t>(merged_.row_of(of.parcel, of.sheet, of.column, of.row_no)));
  of.explanation = explanation_of(rows_, row);
  of.show_id = text_of(rows_, "show_id", row);
  of.shown = text_of(rows_, "shown", row);
  const pack::Register* register_ = register_of(row);
  if (const pack::ColumnDef* id = register_ ? register_->find(register_->show_id) : nullptr)
    of.show_id = frame::masked(*register_, *id, of.show_id, scope_);
  if (const pack::ColumnDef* column = register_ ? register_->find(of.column) : nullptr)
    of.shown = frame::masked(*register_, *column,
                             frame::show_value(pack_, *column, of.shown, true, {}), scope_);
  else if (of.rule.starts_with("_heading_"))
    of.shown = headings(of.shown);
  else if (of.rule == "_hidden_sheet")
    ;  // the name of a sheet says nothing of a person
  else if (!scope_.unmasked() && !of.shown.empty())
    of.shown = "*";  // an unmatched column counts as personal
  say(row, of);
  return of;
}

}  // namespace

std::string text_of(const store::Batch& rows, std::string_view column, size_t row) {
  return rows[column].is_null(row) ? std::string() : std::string(rows[column].text(row));
}

Result<std::vector<Finding>> render(store::Session& session, const pack::Pack& pack,
                                    const access::Scope& scope, const store::Batch& rows) {
  Renderer renderer(pack, scope, rows);
  TRY(renderer.look_up(session));
  std::vector<Finding> findings;
  for (size_t row = 0; row < rows.rows(); ++row) findings.push_back(renderer.finding(row));
  return findings;
}

}  // namespace diaodu::finding
