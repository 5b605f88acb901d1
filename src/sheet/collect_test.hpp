#pragma once
// A sink that writes what it is given as short lines, for exact comparison.
#include <string>
#include <vector>

#include "sheet/sheet.hpp"

namespace diaodu::sheet {

// A row is "3: a|b|c"; kinds other than text are marked n: d: b: e:, empty is nothing, damage is
// "!".
class Collect : public Sink {
 public:
  bool sheet(const SheetInfo& info) override {
    if (!info.name.empty()) lines.push_back("[" + info.name + (info.hidden ? "] hidden" : "]"));
    return info.name != skip;
  }
  bool row(const RowView& row) override {
    std::string line =
        std::to_string(row.row_no) + (row.hidden ? "h" : "") + (row.damaged ? "!:" : ":");
    const char* separator = " ";
    for (const Cell& cell : row.cells) {
      line += separator;
      separator = "|";
      if (cell.damaged) line += '!';
      line += prefix(cell.kind);
      line += cell.text;
    }
    lines.push_back(line);
    return lines.size() < stop_after;
  }
  void merged(uint32_t row0, uint32_t column0, uint32_t row1, uint32_t column1) override {
    lines.push_back("merged " + std::to_string(row0) + "," + std::to_string(column0) + "-" +
                    std::to_string(row1) + "," + std::to_string(column1));
  }

  std::vector<std::string> lines;
  std::string skip = "\n";
  size_t stop_after = static_cast<size_t>(-1);

 private:
  static std::string prefix(CellKind kind) {
    switch (kind) {
      case CellKind::number: return "n:";
      case CellKind::day: return "d:";
      case CellKind::boolean: return "b:";
      case CellKind::error: return "e:";
      default: return "";
    }
  }
};

using Lines = std::vector<std::string>;

}  // namespace diaodu::sheet
