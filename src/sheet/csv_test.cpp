#include <doctest/doctest.h>

#include "sheet/collect_test.hpp"

using namespace diaodu::sheet;

namespace {

Lines read(std::string_view bytes, const Limits& limits = {}, Report* report = nullptr) {
  Collect collect;
  const auto result = read_csv(bytes, limits, collect);
  REQUIRE(result.ok());
  if (report != nullptr) *report = *result;
  return collect.lines;
}

// The same text in every encoding must give the same rows.
std::string utf16(std::string_view ascii, bool big) {
  std::string out = big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) out += big ? std::string{'\0', c} : std::string{c, '\0'};
  return out;
}

}  // namespace

TEST_CASE("csv: plain rows, every line end, a missing last one") {
  const Lines want = {"1: a|b", "2: c|d", "3: e|"};
  CHECK(read("a,b\nc,d\ne,\n") == want);
  CHECK(read("a,b\r\nc,d\r\ne,\r\n") == want);
  CHECK(read("a,b\rc,d\re,\r") == want);
  CHECK(read("a,b\nc,d\r\ne,") == want);
  CHECK(read("").empty());
  CHECK(read("\n\r\n\r").empty());
  CHECK(read("\xEF\xBB\xBF") == Lines{});
}

TEST_CASE("csv: quotes") {
  CHECK(read("\"a,b\",\"c\"\"d\"\n\"\",x\n") == Lines{"1: a,b|c\"d", "2: |x"});
  CHECK(read("\"a\nb\r\nc\",d\ne,f\n") == Lines{"1: a\nb\r\nc|d", "2: e|f"});
  CHECK(read("\"a\" ,b\n\"c\"") == Lines{"1: a|b", "2: c"});
  CHECK(read("\"\"\"\"\n\"x\"\"\"\n") == Lines{"1: \"", "2: x\""});
  CHECK(read("\"\"\"\",\"a\"\"b\"\"c\"") == Lines{"1: \"|a\"b\"c"});
}

TEST_CASE("csv: damaged quotes cost one row") {
  SUBCASE("stray in a plain field") {
    CHECK(read("12\" pipe,b\nc,d\n") == Lines{"1!: 12\" pipe|b", "2: c|d"});
    CHECK(read("a,b\"\n\"c\",d\n") == Lines{"1!: a|b\"", "2: c|d"});
  }
  SUBCASE("text after the closing quote") {
    CHECK(read("\"a\"b,c\nd,e\n") == Lines{"1!: \"a\"b|c", "2: d|e"});
    CHECK(read("\"5\" pipe\",x\n1,2\n") == Lines{"1!: \"5\" pipe\"|x", "2: 1|2"});
  }
  SUBCASE("unclosed to the end of the file") {
    CHECK(read("1,\"abc,x\n2,y\n3,z") == Lines{"1!: 1|\"abc|x", "2: 2|y", "3: 3|z"});
    CHECK(read("1,\"") == Lines{"1!: 1|\""});
  }
  SUBCASE("unclosed, and the next row has quotes of its own") {
    CHECK(read("1,\"abc,x\n2,\"def\",y\n3,z,\n") ==
          Lines{"1!: 1|\"abc|x", "2: 2|def|y", "3: 3|z|"});
    CHECK(read("\"1\",\"abc,\"x\"\n\"2\",\"def\",\"y\"\n") ==
          Lines{"1!: 1|\"abc,\"x\"", "2: 2|def|y"});
    CHECK(read("\"1\",\"abc,x\n\"2\",\"def\"\n") == Lines{"1!: 1|\"abc|x", "2: 2|def"});
  }
  SUBCASE("a quoted field may run only so far") {
    Limits limits;
    limits.cell_bytes_max = 8;
    std::string file = "1,\"open\n";
    for (int i = 2; i < 40; ++i) file += std::to_string(i) + ",x\n";
    file += "40,\"close\"\n";
    const Lines lines = read(file, limits);
    REQUIRE(lines.size() == 40);
    CHECK(lines[0] == "1!: 1|\"open");
    CHECK(lines[1] == "2: 2|x");
    CHECK(lines[39] == "40: 40|close");
  }
}

TEST_CASE("csv: limits") {
  Limits limits;
  limits.cell_bytes_max = 7;
  CHECK(read("a,中文字,b\n", limits) == Lines{"1!: a|!中文|b"});
  limits.columns_max = 2;
  CHECK(read("a,b,c\nd,e,\n", limits) == Lines{"1!: a|b", "2: d|e"});
  limits.bytes_max = 3;
  Collect collect;
  const auto result = read_csv("a,b\n", limits, collect);
  REQUIRE(!result.ok());
  CHECK(result.error().code == "sheet.too_large");
  CHECK(collect.lines.empty());
}

TEST_CASE("csv: blank rows are skipped and counted") {
  Report report;
  CHECK(read("a,b\n\n,,\n\"\",\nc,d\n \n", {}, &report) == Lines{"1: a|b", "5: c|d", "6:  "});
  CHECK(report.rows == 3);
  CHECK(report.cells == 5);
  CHECK(report.damaged_rows == 0);
}

TEST_CASE("csv: the delimiter is guessed") {
  const auto delimiter = [](std::string_view bytes) {
    Report report;
    read(bytes, {}, &report);
    return report.delimiter;
  };
  CHECK(delimiter("a,b\nc,d\n") == ',');
  CHECK(delimiter("a\tb\nc\td, e\n") == '\t');
  CHECK(delimiter("a;b\n1,5;2,5\n2,5;3,5\n") == ';');
  CHECK(delimiter("a|b|c\n1|2|3\n") == '|');
  CHECK(delimiter("\"a;b\",c\n\"d;e\",f\n") == ',');
  CHECK(delimiter("one\ntwo\n") == ',');
  CHECK(delimiter("表一, 单位: 人\na\tb\nc\td\ne\tf\n") == '\t');
  CHECK(delimiter("sep=;\na,b;c\n") == ';');
  CHECK(read("sep=;\r\na,b;c\n") == Lines{"1: a,b|c"});
  CHECK(read("\xEF\xBB\xBFSEP=|\na|c\n") == Lines{"1: a|c"});
}

TEST_CASE("csv: bytes that are no text mark the cell and nothing else") {
  CHECK(read("中,\xE4\xB8,b\nc,中,e\n文字,x,y\n") ==
        Lines{"1: 中|!\xEF\xBF\xBD\xEF\xBF\xBD|b", "2: c|中|e", "3: 文字|x|y"});
  CHECK(read(std::string_view("a,b\0c\nd,e\n", 10)) == Lines{"1: a|!b\xEF\xBF\xBD"
                                                             "c",
                                                             "2: d|e"});
  CHECK(read("a,\xEF\xBF\xBD\nb,c\n") == Lines{"1: a|!\xEF\xBF\xBD", "2: b|c"});
  Report report;
  // 0x81 is the first half of a character; the quote after it is a quote all the same.
  CHECK(read("\xD6\xD0\xCE\xC4,\"\x81\",b\nc,d,e\n", {}, &report) ==
        Lines{"1: 中文|!\xEF\xBF\xBD|b", "2: c|d|e"});
  CHECK(report.encoding == "GB18030");
  CHECK(report.damaged_rows == 1);
}

TEST_CASE("csv: GB18030 is decoded before it is split") {
  // 0x81 0x5C, 0x81 0x7C: the second bytes are a backslash and a bar.
  CHECK(read("\xD0\xD5\xC3\xFB|\x81\x7C|\x81\x5C\n") == Lines{"1: 姓名|亅|乗"});
  // Four-byte characters of rare names: U+4DB5 (two planes) and U+20087.
  CHECK(read(to_gb18030("姓名,𠂇㐀\nb,c\n")) == Lines{"1: 姓名|𠂇㐀", "2: b|c"});
}

TEST_CASE("csv: UTF-16, with and without a mark") {
  const Lines want = {"1: a|b,1", "2: c|d"};
  CHECK(read(utf16("a,\"b,1\"\r\nc,d\r\n", false)) == want);
  CHECK(read(utf16("a,\"b,1\"\r\nc,d\r\n", true)) == want);
  CHECK(read(std::string_view(utf16("a,\"b,1\"\r\nc,d\r\n", false)).substr(2)) == want);
  CHECK(read(std::string_view(utf16("a,\"b,1\"\r\nc,d\r\n", true)).substr(2)) == want);
  CHECK(read(utf16("a\tb", false) + "\n") == Lines{"1: a|!b\xEF\xBF\xBD"});
}

TEST_CASE("csv: rows across the blocks of a decoded file") {
  std::string text;
  Lines want;
  for (int i = 1; i <= 60'000; ++i) {
    const std::string n = std::to_string(i);
    text += n + ",\"某某\n\"\"公司\"\"" + n + "\",13900000000\r\n";
    want.push_back(n + ": " + n + "|某某\n\"公司\"" + n + "|13900000000");
  }
  CHECK(read(to_gb18030(text)) == want);
  CHECK(read(text) == want);
}

TEST_CASE("csv: a row longer than a block, and a sink that stops") {
  const std::string row = "名称," + std::string(100'000, 'x') + ",y\n";
  std::string text;
  for (int i = 0; i < 20; ++i) text += row;
  CHECK(read(to_gb18030(text)).size() == 20);
  Collect collect;
  collect.stop_after = 3;
  REQUIRE(read_csv(text, Limits{}, collect).ok());
  CHECK(collect.lines.size() == 3);
}

TEST_CASE("append_csv_field keeps what it writes from being a formula") {
  const auto field = [](std::string_view text) {
    std::string out;
    append_csv_field(out, text);
    return out;
  };
  CHECK(field("abc") == "abc");
  CHECK(field("a,b") == "\"a,b\"");
  CHECK(field("a\"b") == "\"a\"\"b\"");
  CHECK(field("=1+1") == "'=1+1");
  CHECK(field("\t1") == "\"'\t1\"");
  CHECK(field("＝A1") == "'＝A1");
  CHECK(field("＠x") == "'＠x");
  CHECK(field("") == "");
}
