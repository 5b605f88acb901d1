#include <doctest/doctest.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "sheet/collect_test.hpp"
#include "sheet/old_book_test.hpp"
#include "sheet/package_test.hpp"
#include "sheet/xlsx.hpp"

using namespace diaodu::sheet;

namespace {

Lines read_bytes(const std::string& bytes) {
  Collect collect;
  const auto result = read_xlsx_bytes(bytes, Limits{}, collect);
  return result.ok() ? collect.lines : Lines{result.error().code};
}

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

std::string scratch(const std::string& name) {
  return (std::filesystem::temp_directory_path() /
          ("sheet_test_" + std::to_string(getpid()) + name))
      .string();
}

}  // namespace

TEST_CASE("read_file goes by what is in the file") {
  const std::string path = scratch("file");
  const auto code = [&](const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
    Collect collect;
    const auto result = read_file(path, Limits{}, collect);
    if (!result.ok()) CHECK(result.error().place.starts_with(path));
    return result.ok() ? result->format : result.error().code;
  };
  Workbook book;
  book.sheet = "<row><c><v>1</v></c></row>";
  CHECK(code(book.bytes()) == "xlsx");
  CHECK(code("a,b\n") == "csv");
  CHECK(code("") == "csv");
  CHECK(code("%PDF-1.7") == "sheet.unknown_format");
  CHECK(code("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 rest") == "sheet.truncated");
  OldBookMade old;
  old.sheets = {{"a", number_at(0, 0, 1)}};
  CHECK(code(ole_of("Workbook", old.stream())) == "xls");
  CHECK(code(ole_of("EncryptedPackage", "...")) == "sheet.encrypted");
  CHECK(code(std::string("\x09\x04\x06\x00...", 7)) == "sheet.other_format");
  const Parts open_document = {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                               {"content.xml", "<x/>"}};
  CHECK(code(zip_of(open_document, false)) == "sheet.other_format");
  Parts binary = book.parts();
  for (auto& [name, bytes] : binary)
    if (name == "_rels/.rels") bytes = diaodu::replace_all(bytes, "workbook.xml", "workbook.bin");
  CHECK(code(zip_of(binary)) == "sheet.other_format");
  std::filesystem::remove(path);
  Collect collect;
  CHECK(read_file(path, Limits{}, collect).error().code == "sheet.unreadable");
  CHECK(read_file("/", Limits{}, collect).error().code == "sheet.unreadable");
}

TEST_CASE("what libxlsxwriter writes is read") {
  const std::string path = scratch("lxw.xlsx");
  lxw_workbook* book = workbook_new(path.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, "务工");
  lxw_format* date = workbook_add_format(book);
  format_set_num_format(date, "yyyy-mm-dd");
  lxw_datetime day{2020, 3, 1, 0, 0, 0};
  worksheet_write_string(sheet, 0, 0, "姓名", nullptr);
  worksheet_write_number(sheet, 0, 1, 3500.5, nullptr);
  worksheet_write_number(sheet, 0, 2, 513401199001011234.0, nullptr);
  worksheet_write_datetime(sheet, 0, 3, &day, date);
  worksheet_write_boolean(sheet, 0, 4, 1, nullptr);
  worksheet_write_formula_num(sheet, 0, 5, "=1+1", nullptr, 2);
  worksheet_merge_range(sheet, 2, 0, 3, 1, "合并", nullptr);
  lxw_row_col_options hidden{};
  hidden.hidden = 1;
  worksheet_set_row_opt(sheet, 5, 15, nullptr, &hidden);
  worksheet_write_string(sheet, 5, 0, "藏", nullptr);
  worksheet_hide(workbook_add_worksheet(book, "hid"));
  REQUIRE(workbook_close(book) == LXW_NO_ERROR);
  CHECK(read_bytes(file_text(path)) ==
        Lines{"[务工]", "merged 2,0-3,1",
              "1: 姓名|n:3500.5|n:5.134011990010113E+17|d:2020-03-01|b:TRUE|n:2", "3: 合并",
              "6h: 藏", "[hid] hidden"});
  std::filesystem::remove(path);
}

TEST_CASE("WorkbookWriter: what is written comes back, and nothing is a formula") {
  const std::string path = scratch("out.xlsx");
  auto made = WorkbookWriter::create(path, "问题", {{"姓名", 10}, {"说明", 40}}, {"请改后重报"});
  REQUIRE(made.ok());
  WorkbookWriter writer = std::move(made).value();
  writer.row(std::vector<OutCell>{{"=1+1", Mark::wrong}, {"", Mark::missing}});
  const std::string_view plain[] = {"@x", "a_x0041_b\n<&>\"中𠂇"};
  writer.row(plain);
  const std::string_view odd[] = {"", "\x01\xFF"};
  writer.row(odd);
  REQUIRE(writer.close().ok());
  REQUIRE(writer.close().ok());
  const std::string bytes = file_text(path);
  CHECK(read_bytes(bytes) == Lines{"[问题]", "1: 请改后重报", "2: 姓名|说明", "3: =1+1",
                                   "4: @x|a_x0041_b\n<&>\"中𠂇", "5!: |!\x01\xEF\xBF\xBD"});
  std::filesystem::remove(path);
  CHECK(WorkbookWriter::create(path, "a/b", {}).error().code == "sheet.cannot_write");
  auto nowhere = WorkbookWriter::create("/nowhere/x.xlsx", "a", {});
  REQUIRE(nowhere.ok());
  CHECK(nowhere->close().error().code == "sheet.cannot_write");
}
