#include "sheet/xls.hpp"

#include <doctest/doctest.h>

#include "sheet/collect_test.hpp"
#include "sheet/encoding.hpp"
#include "sheet/old_book_test.hpp"

namespace diaodu::sheet {
namespace {

Lines read(const std::string& file, const Limits& limits = {}) {
  Collect collect;
  const Result<Report> report = read_xls_bytes(file, limits, collect);
  return report.ok() ? collect.lines : Lines{report.error().code};
}

Lines cells(const std::string& cells, const std::string& globals = "") {
  OldBookMade book{.globals = globals, .after = {}, .sheets = {{"a", cells}}};
  Lines lines = read(ole_of("Workbook", book.stream()));
  if (!lines.empty() && lines.front() == "[a]") lines.erase(lines.begin());
  return lines;
}

const std::string kDayStyles =
    record(0x41E, le(170, 2) + narrow("yyyy\\-mm\\-dd")) + record(0xE0, le(0, 2) + le(0, 2)) +
    record(0xE0, le(0, 2) + le(170, 2)) + record(0xE0, le(0, 2) + le(14, 2));

TEST_CASE("xls: texts, numbers, days, answers of formulas") {
  CHECK(cells(text_at(0, 0, u"姓名") + text_at(0, 2, u"x") + number_at(1, 0, 3500.5) +
                  number_at(1, 1, 43892, 1) + number_at(1, 2, 43892.75, 2),
              kDayStyles) == Lines{"1: 姓名||x", "2: n:3500.5|d:2020-03-02|d:2020-03-02 18:00:00"});
  const auto formula = [](uint16_t column, const std::string& value) {
    return record(0x06, at(0, column) + value + le(0, 6));
  };
  const auto special = [](uint8_t kind, uint8_t value) {
    return le(kind, 2) + le(value, 2) + le(0, 2) + le(0xFFFF, 2);
  };
  CHECK(cells(formula(0, le(std::bit_cast<uint64_t>(2.5), 8)) + formula(1, special(0, 0)) +
              record(0x4BC, "....") + record(0x207, wide(u"结果")) + formula(2, special(1, 1)) +
              formula(3, special(2, 0x2A)) + formula(4, special(3, 0)) +
              record(0x205, at(0, 5) + le(0, 1) + le(0, 1)) +
              record(0x205, at(0, 6) + le(7, 1) + le(1, 1))) ==
        Lines{"1: n:2.5|结果|b:TRUE|e:#N/A||b:FALSE|e:#DIV/0!"});
}

TEST_CASE("xls: short numbers, whole, broken and in hundredths") {
  const auto rk = [](uint16_t column, uint32_t bits) {
    return record(0x27E, at(0, column) + le(bits, 4));
  };
  const auto upper = [](double value) {
    return static_cast<uint32_t>(std::bit_cast<uint64_t>(value) >> 32) & ~3u;
  };
  CHECK(cells(rk(0, 17u << 2 | 2) + rk(1, static_cast<uint32_t>(-5) << 2 | 2) +
              rk(2, 123u << 2 | 3) + rk(3, upper(1.5)) + rk(4, upper(150) | 1)) ==
        Lines{"1: n:17|n:-5|n:1.23|n:1.5|n:1.5"});
  CHECK(cells(record(0xBD, le(3, 2) + le(1, 2) + le(0, 2) + le(1u << 2 | 2, 4) + le(0, 2) +
                               le(2u << 2 | 2, 4) + le(2, 2))) == Lines{"4: |n:1|n:2"});
}

TEST_CASE("xls: an id typed as a number is seen to be one; great and small numbers") {
  CHECK(cells(number_at(0, 0, 13900000000.0) + number_at(0, 1, 513401199001011234.0) +
              number_at(0, 2, 110105491231002.0) + number_at(0, 3, -0.0) + number_at(0, 4, 0.1) +
              number_at(0, 5, 1e-12)) ==
        Lines{"1: n:13900000000|n:5.1340119900101126e+17|n:110105491231002|n:0|n:0.1|n:1e-12"});
}

TEST_CASE("xls: shared strings that go on over records, with and without a change of width") {
  const std::string head = le(3, 4) + le(3, 4);
  const std::string first = record(0xFC, head + wide(u"井") + le(6, 2) + '\1' + utf16(u"东渡"));
  const std::string rest = record(0x3C, '\0' + std::string("abcd") + le(4, 2) + '\x0C' + le(1, 2) +
                                            le(3, 4) + "tail" + le(0, 4) + "ext");
  OldBookMade book{.globals = {}, .after = first + rest, .sheets = {}};
  std::string shared;
  for (uint16_t i = 0; i < 4; ++i) shared += record(0xFD, at(0, i) + le(i, 4));
  book.sheets = {{"a", shared}};
  CHECK(read(ole_of("Workbook", book.stream())) == Lines{"[a]", "1!: 井|东渡abcd|tail|!?"});
}

TEST_CASE("xls: rare characters beyond the basic plane, halves of them, private ones") {
  CHECK(cells(text_at(0, 0, u"张𬭸\uE123") + record(0x204, at(0, 1) + wide({u"\xD800z", 2}))) ==
        Lines{"1!: 张𬭸\uE123|!\uFFFDz"});
}

TEST_CASE("xls: hidden rows and sheets, merged ranges, cells out of order, charts left out") {
  const std::string chart =
      record(0x809, le(0x600, 2) + le(0x20, 2)) + text_at(0, 0, u"图") + record(0x0A, "");
  OldBookMade book;
  book.sheets = {{"a", text_at(2, 1, u"b2") + chart + text_at(2, 0, u"b1") + text_at(0, 0, u"a") +
                           record(0x208, le(2, 2) + le(0, 10) + le(0x20, 2)) +
                           record(0xE5, le(1, 2) + le(0, 2) + le(1, 2) + le(0, 2) + le(3, 2))},
                 {"macro", "", 0x100},
                 {"c", text_at(0, 0, u"x"), 1}};
  CHECK(read(ole_of("Workbook", book.stream())) ==
        Lines{"[a]", "merged 0,0-1,3", "1: a", "3h: b1|b2", "[c] hidden", "1: x"});
  book.sheets = {{"macro", "", 0x100}};
  CHECK(read(ole_of("Workbook", book.stream())) == Lines{"sheet.no_cells"});
}

TEST_CASE("xls: BIFF5 in a code page") {
  OldBookMade book{
      .version = 0x500, .globals = record(0x42, le(936, 2)), .after = {}, .sheets = {}};
  const std::string text = to_gb18030("井编号");
  book.sheets = {{to_gb18030("表"), record(0x204, at(0, 0) + le(text.size(), 2) + text)}};
  CHECK(read(ole_of("Book", book.stream())) == Lines{"[表]", "1: 井编号"});
  book.globals = record(0x42, le(950, 2));
  CHECK(read(ole_of("Book", book.stream())) == Lines{"[表]", "1!: !井编号"});
}

TEST_CASE("xls: long streams, and every way to be broken is told") {
  std::string many;
  for (uint16_t row = 0; row < 900; ++row) many += number_at(row, 0, row);
  OldBookMade book;
  book.sheets = {{"a", many}};
  const std::string file = ole_of("Workbook", book.stream());
  CHECK(read(file).size() == 901);
  CHECK(read(file.substr(0, file.size() - 2048)) == Lines{"sheet.truncated"});
  CHECK(read(file.substr(0, 700)) == Lines{"sheet.truncated"});
  CHECK(read(file.substr(0, 100)) == Lines{"sheet.truncated"});
  std::string loop = file;
  loop.replace(512 + 4 * 4, 4, le(4, 4));  // a sector that follows itself
  CHECK(read(loop).size() >= 1);
  Limits few;
  few.cells_max = 800;
  CHECK(read(file, few) == Lines{"sheet.too_many_cells"});
  CHECK(read(ole_of("WordDocument", "x")) == Lines{"sheet.unknown_format"});
  CHECK(read(ole_of("EncryptedPackage", "x")) == Lines{"sheet.encrypted"});
  CHECK(cells("", record(0x2F, le(0, 6))) == Lines{"sheet.encrypted"});
  book.version = 0x400;
  CHECK(read(ole_of("Workbook", book.stream())) == Lines{"sheet.other_format"});
}

// Written by xlwt 1.3.0, whose strings go on over several records.
TEST_CASE("xls: a workbook that another program wrote") {
  Collect collect;
  const Result<Report> report =
      read_file(DIAODU_SOURCE_DIR "/fuzz/corpus/xls/another.xls", Limits{}, collect);
  REQUIRE(report.ok());
  CHECK(report->format == "xls");
  CHECK(report->sheets == 2);
  const auto times = [](std::string_view what, size_t count) {
    std::string out;
    for (size_t i = 0; i < count; ++i) out += what;
    return out;
  };
  CHECK(collect.lines == Lines{"[务工]", "merged 0,0-0,5", "1: 花名册",
                               "2: 姓名|月工资|身份证|日期|是|文字",
                               "3: 张小三|n:3502.5|n:5.1340119900101126e+17|d:2020-03-02|b:TRUE|" +
                                   times("abc", 2000) + "2",
                               "4h: 买买提·江|n:3503.5|51340119900101123X|d:2020-03-03|b:FALSE|" +
                                   times("长", 3000) + "3",
                               "5: 王𬭸|n:3504.5|51340119900101123X|d:2020-03-04|b:FALSE|" +
                                   times("abc", 2000) + "4",
                               "6: 合计", "[藏] hidden", "1: n:1"});
}

}  // namespace
}  // namespace diaodu::sheet
