#pragma once
// What a workbook that goes out to be filled in, and the reader of what comes back, agree on: the
// words of its headings and the mark that each row carries (行标识). A mark names the register, the
// record, the round after which it was written and the columns asked for; a check over it shows
// when somebody has typed in it.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pack/pack.hpp"

namespace diaodu::frame {

constexpr std::string_view kMarkHeading = "行标识(勿改)";
constexpr std::string_view kMarkWord = "行标识";      // without the parentheses
constexpr std::string_view kFillIn = "（请填报）";    // behind a column's title
constexpr std::string_view kAsItStands = "（现值）";  // likewise
constexpr std::string_view kLastFour = "证件后四位";
constexpr std::string_view kOnlyToRead = "仅供查看(勿填)";  // first cell of a sheet of no records
constexpr std::string_view kErase = "清空";                 // the one word that empties a cell

struct Mark {
  std::string dist_county;  // six digits
  int64_t key_hash = 0;
  int64_t round = 0;    // the last one sealed when it was written
  uint16_t layout = 0;  // layout_of
  uint16_t of_register = 0;
  bool operator==(const Mark&) const = default;
};
constexpr uint16_t kTemplateLayout = 1;
// Over the names of the columns that the sheet asks for, in any order.
uint16_t layout_of(const std::vector<std::string>& columns);
uint16_t register_tag(std::string_view register_id);
// Letters and digits that no spreadsheet takes for a number and no eye for another.
std::string to_text(const Mark& mark);
// nullopt: it is none, or was changed. Blanks, full width and small letters do no harm.
std::optional<Mark> read_mark(std::string_view text);

// The columns of a register that have a place of their own in a form, as indices; -1: none.
struct FormColumns {
  explicit FormColumns(const pack::Register& register_);
  int show_id = -1, show_name = -1, area = -1, identity = -1;
  std::vector<int> answers;  // reason, remark, verified by, in which way, on which day
  bool is_answer(size_t column) const;
};

}  // namespace diaodu::frame
