#pragma once
// Writes workbooks that people fill in: several sheets, coloured cells, comments, lists to choose
// from. No protection: files come back sorted, cut and pasted together. Rows go to disk as they
// come, each sheet on its own; within a sheet rows are written downwards. Texts never become
// formulas.
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace diaodu::sheet {

enum class Look {
  plain,
  title,
  small,  // notes above and below
  heading,
  asked,  // heading of a column that is to be filled in
  grey,   // marks, and cells that need no answer
  wrong,  // cells to be filled in, by what is the matter
  question,
  missing,
  open,     // may be filled in
  wrapped,  // long text
};
struct Choices {  // a range of a sheet, in a column that is to be filled in
  uint32_t row_first = 0, row_last = 0, column = 0;
  std::string range;        // ='名称'!$A$2:$A$9; empty: only the hint
  std::string title, hint;  // shown when the cell is entered
};

class FormWriter {
 public:
  // Error "sheet.cannot_write".
  static Result<FormWriter> create(
      const std::string& path, const std::vector<std::pair<std::string, std::string>>& properties);
  FormWriter(FormWriter&&) noexcept;
  ~FormWriter();
  Result<int> add_sheet(const std::string& name);
  void width(int sheet, uint32_t column, double characters);
  void put(int sheet, uint32_t row, uint32_t column, std::string_view text, Look look);
  void comment(int sheet, uint32_t row, uint32_t column, const std::string& text);
  void choose_from(int sheet, const Choices& choices);
  // The rows above stay in sight; the heading row gets buttons to filter by.
  void freeze_below(int sheet, uint32_t heading_row, uint32_t columns, uint32_t last_row);
  void show_first(int sheet);
  Result<void> close();

 private:
  FormWriter();
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// "'选项(勿改)'!$B$2:$B$9", for Choices; 0-based.
std::string range_of(const std::string& sheet, uint32_t column, uint32_t row_first,
                     uint32_t row_last);

}  // namespace diaodu::sheet
