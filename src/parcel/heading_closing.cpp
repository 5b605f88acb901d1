// Which rows below the data are no records: totals, signatures, notes.
#include <algorithm>

#include "base/text.hpp"
#include "parcel/heading.hpp"

namespace diaodu::parcel {
namespace {

constexpr size_t kCellMax = 600;  // bytes looked at
constexpr size_t kLabelMax = 10;  // characters of a label that is in no list
constexpr size_t kLabelMost = 2;  // and how many at least

constexpr std::string_view kTotals[] = {"合计",     "总计",     "小计",  "共计",    "累计",
                                        "本页小计", "本页合计", "total", "subtotal"};
constexpr std::string_view kLabels[] = {
    "填表人",   "填报人",   "制表人",   "制表",       "审核人",   "审核",     "复核人",
    "复核",     "经办人",   "负责人",   "单位负责人", "分管领导", "报送人",   "联系人",
    "联系电话", "电话",     "填表日期", "填报日期",   "制表日期", "报送日期", "填表时间",
    "填报时间", "填表单位", "填报单位", "报送单位",   "制表单位", "单位",     "填表说明",
    "填报说明", "备注",     "说明",     "注"};

template <size_t kCount>
bool is_one_of(const std::string_view (&words)[kCount], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// 合计, 合计：, 合计（人）, 合计12人; not 合计芬.
bool is_total(std::string_view cell) {
  if (cell.size() > kCellMax) return false;
  const std::string form = heading_form(cell, false);
  if (is_one_of(kTotals, form)) return true;
  for (const std::string_view total : kTotals) {
    if (!form.starts_with(total)) continue;
    std::string_view rest = std::string_view(form).substr(total.size());
    while (!rest.empty() && (is_digit(rest.front()) || rest.front() == '.' || rest.front() == ','))
      rest.remove_prefix(1);
    if (rest.size() + total.size() == form.size()) continue;  // no number
    for (const std::string_view unit : {"", "人", "户", "条", "行", "个", "元", "项", "份"})
      if (rest == unit) return true;
  }
  return false;
}

enum class Label { none, some, known };

// What stands before a colon: 填报人：张三, 注1：..., 填报人（签字）：.
Label label_of(std::string_view cell) {
  const std::string half = half_width(cell.substr(0, kCellMax));
  const size_t colon = half.find(':');
  if (colon == std::string::npos) return Label::none;
  const std::string label = heading_form(half.substr(0, colon), false);
  std::string_view word = label;
  while (!word.empty() && is_digit(word.back())) word.remove_suffix(1);
  if (is_one_of(kLabels, word) || is_one_of(kTotals, word)) return Label::known;
  const bool any_digit = std::any_of(label.begin(), label.end(), is_digit);
  const size_t length = is_utf8(label) ? code_points(label) : 0;
  return !any_digit && length >= kLabelMost && length <= kLabelMax ? Label::some : Label::none;
}

bool begins_with_label(std::string_view cell) {
  const std::string form = heading_form(cell.substr(0, kCellMax), false);
  for (const std::string_view label : kLabels)
    if (label.size() >= 9 && form.starts_with(label)) return true;  // three characters
  return false;
}

}  // namespace

bool is_closing_row(const RowShape& row) {
  if (row.filled.empty() || (row.has_key && !row.key_first)) return false;
  if (is_total(row.filled.front())) return true;
  const Label label = label_of(row.filled.front());
  if (label == Label::none)  // 填报人 张三, alone in its row
    return !row.has_key && row.filled.size() == 1 && begins_with_label(row.filled.front());
  size_t labels = 0;
  for (const std::string_view cell : row.filled) labels += label_of(cell) != Label::none;
  const bool all_labelled = 2 * labels >= row.filled.size();
  const bool mostly_empty = 2 * row.filled.size() <= row.columns;
  if (label == Label::known) return all_labelled || mostly_empty;
  return !row.has_key && all_labelled && mostly_empty;
}

}  // namespace diaodu::parcel
