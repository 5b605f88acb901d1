#pragma once
// For mutated_test.cpp: tables as offices lay them out, made from a number, and the files they make
// of them. What a table holds is known, so that what was read of it can be judged.
#include <random>

#include "base/text.hpp"
#include "parcel/world_test.hpp"
#include "sheet/old_book_test.hpp"
#include "sheet/package_test.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::parcel {

class Dice {
 public:
  explicit Dice(uint64_t seed) : random_(seed) {}
  size_t below(size_t n) { return static_cast<size_t>(random_() % n); }
  bool once_in(size_t n) { return below(n) == 0; }
  template <typename All>
  const auto& of(const All& all) {
    return all[below(std::size(all))];
  }

 private:
  std::mt19937_64 random_;
};

struct OfficeColumn {
  const char* name;  // of the register
  std::vector<std::string> headings, values;
};
struct OfficeRow {
  std::vector<std::string> cells;
  bool hidden = false;
};
struct OfficeTable {
  std::vector<OfficeRow> rows;     // from the first line of the sheet
  std::vector<std::string> means;  // by column of the file: column of the register, or empty
  size_t heading = 0;              // index of the heading line
  struct Range {
    uint32_t row0, column0, row1, column1;
  };
  std::vector<Range> merged;
  std::vector<size_t> hidden_columns;
};

inline const std::vector<OfficeColumn>& office_columns() {
  static const std::vector<OfficeColumn> kAll = {
      {"well_id", {"井编号", "编号", " 井 编 号 ", "well_id"}, {}},
      {"village",
       {"所在村", "村", "village", "村 *"},
       {"910101001001", "910101001002", "东渡村", "渡口镇西渡村", "上游区渡口镇东渡村",
        "青江省临江市上游区渡口镇西渡村", "９１０１０１００１００１"}},
      {"water_quality", {"水质", "水质："}, {"1", "可饮用", "合格", "2", "须煮沸", "3", "不合格"}},
      {"depth_m",
       {"井深（米）", "深度", "深度(米)"},
       {"30", "12.5", "1,200", "0", "3.5E+1", "７.5", "200元"}},
      {"inspected_on",
       {"检查日期", "检查 日期"},
       {"2026-02-03", "2026/2/3", "2026.2.3", "2026年2月3日", "20260203", "２０２６－０２－０３"}},
      {"inspector", {"检查人"}, {"张三", "李 四", "买买提•艾力", "𠮷田", "王？", "赵*"}},
      {"phone",
       {"联系电话", "电话"},
       {"13800001234", "138 0000 1234", "+86-138-0000-1234", "１３８００００１２３４"}},
      {"is_open", {"是否在用"}, {"是", "否", "1", "0", "√", "×", "Y", "no"}},
      {"built", {"建成年月"}, {"2019-07", "2019.7", "2019年7月", "201907", "2019/7"}},
      {"people", {"用水人数", "人数（人）"}, {"30", "1,200", "0", "3.5E+2", "１２"}},
      {"cost_yuan", {"费用", "费用（元）"}, {"3500", "3,500元", "0.35万元", "3500.50", "￥12"}},
      {"remark", {"备注说明"}, {"新井", "a,b", "他说“好”", "两\n行", "a;b|c", "\"引号\""}}};
  return kAll;
}

// The demo's wells, with columns of more types.
inline const TestPack& office_pack() {
  static const TestPack kPack = [] {
    TestPack demo = demo_pack();
    auto made = std::make_shared<pack::Pack>(*demo.pack);
    pack::Register& well = made->registers.front();
    const auto add = [&](const char* name, const char* type, int scale = 0) {
      pack::ColumnDef column;
      column.name = name, column.type = type, column.scale = scale;
      for (const OfficeColumn& one : office_columns())
        if (one.name == column.name) column.heads = one.headings;
      column.title = {column.heads.front(), column.heads.front()};
      well.columns.push_back(column);
    };
    add("phone", "phone");
    add("is_open", "yes_no");
    add("built", "month");
    add("people", "whole");
    add("cost_yuan", "decimal", 2);
    add("remark", "long_text");
    demo.pack = made;
    return demo;
  }();
  return kPack;
}

inline OfficeTable office_table(Dice& dice) {
  OfficeTable table;
  std::vector<const OfficeColumn*> columns;
  for (const OfficeColumn& one : office_columns())
    if (columns.size() < 3 || !dice.once_in(4)) columns.push_back(&one);
  for (size_t i = columns.size(); i > 1; --i) std::swap(columns[i - 1], columns[dice.below(i)]);
  const bool numbered = dice.once_in(3);
  const size_t width = columns.size() + (numbered ? 1 : 0);
  const auto line = [&](std::vector<std::string> cells) {
    cells.resize(width);
    table.rows.push_back({std::move(cells)});
  };
  if (dice.once_in(2)) line({"上游区村级水井情况统计表"});
  if (dice.once_in(3)) line({"填报单位：上游区", "", "填报日期：2026年3月1日"});
  if (dice.once_in(5)) line({});
  table.heading = table.rows.size();
  std::vector<std::string> heads;
  if (numbered) heads.push_back("序号"), table.means.emplace_back();
  for (const OfficeColumn* one : columns)
    heads.push_back(dice.of(one->headings)), table.means.emplace_back(one->name);
  line(heads);
  if (dice.once_in(4)) {
    std::vector<std::string> numbers;
    for (size_t i = 0; i < width; ++i) numbers.push_back(std::to_string(i + 1));
    line(numbers);
  }
  const size_t count = 3 + dice.below(8);
  for (size_t row = 0; row < count; ++row) {
    std::vector<std::string> cells;
    if (numbered) cells.push_back(std::to_string(row + 1));
    for (const OfficeColumn* one : columns)
      cells.push_back(one->values.empty() ? "W-" + std::to_string(100 + row)
                      : dice.once_in(6) && one->name != std::string("village")
                          ? std::string()
                          : dice.of(one->values));
    line(cells);
    table.rows.back().hidden = dice.once_in(15);
  }
  if (dice.once_in(4)) line({"合计"});
  if (dice.once_in(4)) line({"填报人：张三", "", "审核人：李四"});
  return table;
}

// ---- files

inline std::string csv_of(const OfficeTable& table, Dice& dice) {
  const char delimiter = dice.of(std::string(",,\t;|"));
  const char* const ends[] = {"\n", "\r\n", "\r"};
  const std::string end = dice.of(ends);
  std::string out;
  for (const OfficeRow& row : table.rows) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const std::string& cell = row.cells[i];
      if (i > 0) out += delimiter;
      const bool quoted = cell.find_first_of("\"\r\n,\t;|") != std::string::npos;
      out += quoted ? '"' + replace_all(cell, "\"", "\"\"") + '"' : cell;
    }
    out += end;
  }
  if (dice.once_in(4)) out.resize(out.size() - end.size());
  const size_t coding = dice.below(6);
  if (coding == 0) return "\xEF\xBB\xBF" + out;
  if (coding <= 2) return sheet::to_gb18030(out);
  if (coding == 3) {
    std::string wide = "\xFF\xFE";
    for (size_t at = 0; at < out.size();) {
      const char32_t c = next_code_point(out, at);
      if (c < 0x10000)
        wide += sheet::le(c, 2);
      else
        wide += sheet::le(0xD800 + ((c - 0x10000) >> 10), 2) +
                sheet::le(0xDC00 + ((c - 0x10000) & 0x3FF), 2);
    }
    return wide;
  }
  return out;
}

inline std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
      out += c;
  }
  return out;
}

inline bool is_plain_number(const std::string& text) {
  return !text.empty() && text.size() < 12 && (text[0] != '0' || text.size() == 1) &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

inline std::string sheet_xml_of(const OfficeTable& table, Dice& dice) {
  std::string xml = "<worksheet xmlns=\"" + sheet::kMain + "\">";
  if (!table.hidden_columns.empty()) {
    xml += "<cols>";
    for (const size_t one : table.hidden_columns)
      xml += "<col min=\"" + std::to_string(one + 1) + "\" max=\"" + std::to_string(one + 1) +
             "\" width=\"0\" hidden=\"1\" customWidth=\"1\"/>";
    xml += "</cols>";
  }
  xml += "<sheetData>";
  for (size_t row = 0; row < table.rows.size(); ++row) {
    xml += "<row r=\"" + std::to_string(row + 1) +
           (table.rows[row].hidden ? "\" hidden=\"1\">" : "\">");
    for (size_t i = 0; i < table.rows[row].cells.size(); ++i) {
      const std::string& cell = table.rows[row].cells[i];
      const std::string where =
          "<c r=\"" + sheet::cell_address(static_cast<uint32_t>(i), static_cast<uint32_t>(row + 1));
      if (cell.empty())
        xml += where + "\"/>";
      else if (is_plain_number(cell) && dice.once_in(2))
        xml += where + "\"><v>" + cell + "</v></c>";
      else
        xml += where + "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" + xml_text(cell) +
               "</t></is></c>";
    }
    xml += "</row>";
  }
  xml += "</sheetData>";
  if (!table.merged.empty()) {
    xml += "<mergeCells>";
    for (const auto& [row0, column0, row1, column1] : table.merged)
      xml += "<mergeCell ref=\"" + sheet::cell_address(column0, row0 + 1) + ":" +
             sheet::cell_address(column1, row1 + 1) + "\"/>";
    xml += "</mergeCells>";
  }
  return xml + "</worksheet>";
}
inline std::string xlsx_of(const std::string& sheet_xml) {
  return sheet::Workbook{.sheet = sheet_xml}.bytes();
}

inline std::u16string utf16_of(std::string_view text) {
  std::u16string out;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c >= 0x10000) out += static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10));
    out += static_cast<char16_t>(c < 0x10000 ? c : 0xDC00 + ((c - 0x10000) & 0x3FF));
  }
  return out;
}

inline std::string xls_of(const OfficeTable& table, Dice& dice) {
  using sheet::le;
  sheet::OldBookMade book;
  std::string cells;
  for (const size_t one : table.hidden_columns)
    cells += sheet::record(0x7D, le(one, 2) + le(one, 2) + le(0, 4) + le(1, 2) + le(0, 2));
  for (size_t row = 0; row < table.rows.size(); ++row) {
    const auto row_no = static_cast<uint16_t>(row);
    if (table.rows[row].hidden)
      cells += sheet::record(0x208, le(row, 2) + std::string(10, '\0') + le(0x20, 4));
    for (size_t i = 0; i < table.rows[row].cells.size(); ++i) {
      const std::string& cell = table.rows[row].cells[i];
      if (cell.empty()) continue;
      const auto column = static_cast<uint16_t>(i);
      cells += is_plain_number(cell) && dice.once_in(2)
                   ? sheet::number_at(row_no, column, std::stod(cell))
                   : sheet::text_at(row_no, column, utf16_of(cell));
    }
  }
  book.sheets.push_back({"S", cells, 0});
  return sheet::ole_of("Workbook", book.stream());
}

}  // namespace diaodu::parcel
