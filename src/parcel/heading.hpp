#pragma once
// Finds the heading row of a sheet and says which column of the file is which column of the
// register. A heading matches a column's name, its title in either language or one of its heads,
// after: full width to half width, no spaces or line breaks, no '*', ASCII in lower case; and, if
// that names no column, without what stands in parentheses (units), unless two columns would then
// be meant.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pack/pack.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::parcel {

constexpr size_t kHeadingRowsMax = 30;  // of a sheet, in which the heading row is looked for

// A row kept beyond the sink's call.
class KeptRow {
 public:
  explicit KeptRow(const sheet::RowView& row);
  KeptRow(KeptRow&&) noexcept = default;  // a copy's views would look into the original
  KeptRow& operator=(KeptRow&&) noexcept = default;
  sheet::RowView view() const;
  uint32_t row_no() const { return row_no_; }
  size_t size() const { return cells_.size(); }
  std::string_view text(size_t column) const {
    return column < cells_.size() ? cells_[column].text : std::string_view();
  }

 private:
  uint32_t row_no_;
  bool hidden_, damaged_;
  std::vector<std::string> texts_;
  std::vector<sheet::Cell> cells_;
};

class HeadingNames {
 public:
  explicit HeadingNames(const pack::Register& register_);
  int find(std::string_view heading) const;     // index of the column, -1: none
  int nearest(std::string_view heading) const;  // that was probably meant; -1: none comes near
  // Its title.
  std::optional<std::string> suggestion(std::string_view heading) const;
  size_t columns() const { return columns_; }

 private:
  size_t columns_;
  std::map<std::string, int, std::less<>> whole_,
      bare_;  // bare: without parentheses; -1: ambiguous
  std::vector<std::pair<std::u32string, int>> spellings_;  // in order of the columns
  std::vector<std::string> titles_;
};

struct HeadingMatch {
  struct Cell {
    int column_no = 0;
    std::string heading;
    int column = -1;         // index in the register, -1: not matched
    bool twice = false;      // names a column that another cell has taken
    bool vague = false;      // likewise, and so do cells under other groups: none of them is read
    bool numbering = false;  // 序号: of no meaning
  };
  bool found = false;
  size_t rows_above = 0;       // rows given that are not data: up to and with the last heading line
  uint32_t row_no = 0;         // of the last heading line
  std::vector<Cell> cells;     // non-empty heading cells, left to right
  std::vector<int> column_of;  // by register column: column of the file, -1: absent
  std::vector<int> vague;  // columns of the register that several groups have, none of them read
};
struct HeadingSpan {  // merged cells; 0-based, rows of the file, ends included
  uint32_t row0 = 0, column0 = 0, row1 = 0, column1 = 0;
};
// The line, or up to three lines (group headings above), that matches the most columns; two at
// least. A heading under a group is called by its path, 务工信息/月工资: a column whose heads say
// so is meant first, then one by the last part alone.
HeadingMatch match_headings(const HeadingNames& names, const std::vector<KeptRow>& rows,
                            const std::vector<HeadingSpan>& merged = {});

std::string heading_form(std::string_view heading, bool keep_parentheses);
std::string_view last_of_path(std::string_view heading);
bool is_numbering(std::string_view form);  // 序号

// Lines right under the headings that are no records: 元 人 亩 ..., or 1 2 3 ..., 甲 乙 1 2 ...
bool is_units_line(const KeptRow& row);
bool is_numbers_line(const KeptRow& row, const HeadingMatch& match);

// By which power of ten a column of money is to be multiplied, because the file says 万元 where the
// column is in 元; 0: as it stands. `line_unit`: of the line of units, or of 单位：万元 above.
int money_power(const pack::ColumnDef& column, std::string_view heading,
                std::string_view line_unit);
// The unit that the heading or the line of units gives where the column is in another and nothing
// says how many of the one make the other: 厘米, 美元, 元/年; empty: none.
std::string other_unit(const pack::ColumnDef& column, std::string_view heading,
                       std::string_view line_unit);
// 万元 of 单位：万元, in a line above the headings; empty: it says nothing of the kind.
std::string unit_said_above(const std::vector<KeptRow>& rows, size_t lines);
// 0.35万元 in a column of 元 -> 3500; nullopt: no amount with a unit.
std::optional<std::string> amount_in_own_unit(const pack::ColumnDef& column, std::string_view text);
// The number of `text` times 10^power, exactly; nullopt: it is no plain number.
std::optional<std::string> times_power(std::string_view text, int power);

// Of a row: what its filled cells say, left to right, and how it stands to the key.
struct RowShape {
  std::vector<std::string_view> filled;
  bool has_key = false;    // some cell of the key is filled
  bool key_first = false;  // and only the first filled cell is
  size_t columns = 0;      // that the headings name
};
// A row of totals, signatures or notes below (or between) the data, by its shape: no key, or the
// word where the key would stand; 合计 and nothing else in its cell, or a label with a colon
// (填报人：..., 注：...) and mostly empty cells. A person called 合计芬 is a row like any other.
bool is_closing_row(const RowShape& row);

}  // namespace diaodu::parcel
