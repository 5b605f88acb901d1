#include "sheet/xlsx.hpp"

#include <doctest/doctest.h>

#include "sheet/collect_test.hpp"
#include "sheet/package_test.hpp"

using namespace diaodu::sheet;

namespace {

Lines read(const std::string& bytes, const Limits& limits = {}, Report* report = nullptr) {
  Collect collect;
  const auto result = read_xlsx_bytes(bytes, limits, collect);
  if (!result.ok()) return {result.error().code};
  if (report != nullptr) *report = *result;
  return collect.lines;
}

Lines rows(const Workbook& book, const Limits& limits = {}) {
  Lines lines = read(book.bytes(), limits);
  if (!lines.empty() && lines[0] == "[表]") lines.erase(lines.begin());
  return lines;
}

Lines rows(const std::string& sheet) {
  Workbook book;
  book.sheet = sheet;
  return rows(book);
}

// Every sheet given must read the same through expat: a comment at the front makes it unusual.
Lines rows_both_ways(Workbook book) {
  const Lines fast = rows(book);
  const std::string data = book.sheet;
  book.sheet = kHead + "<worksheet xmlns=\"" + kMain + "\"><!-- unusual --><sheetData>" + data +
               "</sheetData></worksheet>";
  CHECK(rows(book) == fast);
  return fast;
}

Lines rows_both_ways(const std::string& sheet) {
  Workbook book;
  book.sheet = sheet;
  return rows_both_ways(book);
}

}  // namespace

TEST_CASE("xlsx: kinds of cells") {
  Workbook book;
  book.strings = "<si><t>甲</t></si><si><t xml:space=\"preserve\"> 乙 </t></si>";
  book.sheet =
      "<row r=\"1\" spans=\"1:8\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
      "<c r=\"C1\"><v>42</v></c><c r=\"D1\" t=\"b\"><v>1</v></c><c r=\"E1\" t=\"b\"><v>0</v></c>"
      "<c r=\"F1\" t=\"e\"><v>#N/A</v></c><c r=\"G1\" t=\"str\"><f>A1&amp;\"x\"</f><v>甲x</v></c>"
      "<c r=\"H1\" t=\"inlineStr\"><is><t>丙</t></is></c></row>";
  CHECK(rows_both_ways(book) == Lines{"1: 甲| 乙 |n:42|b:TRUE|b:FALSE|e:#N/A|甲x|丙"});
}

TEST_CASE("xlsx: numbers are shown in their shortest form, lost ids are seen") {
  const auto number = [](const std::string& raw) {
    const Lines lines = rows_both_ways("<row r=\"1\"><c r=\"A1\"><v>" + raw + "</v></c></row>");
    return lines.empty() ? "" : lines[0].substr(lines[0].find(": ") + 2);
  };
  CHECK(number("3.2999999999999998") == "n:3.3");
  CHECK(number("0.1") == "n:0.1");
  CHECK(number("3.50") == "n:3.5");
  CHECK(number("-0.0") == "n:0");
  CHECK(number("1.2221E+17") == "n:1.2221E+17");
  CHECK(number("1.23457E+17") == "n:1.23457E+17");
  CHECK(number("5.1340119900101e+17") == "n:5.1340119900101e+17");
  CHECK(number("1E-3") == "n:1E-3");
  CHECK(number("12345678901234567") == "n:12345678901234567");
  CHECK(number("513401199001011234") == "n:513401199001011234");
  CHECK(number("007") == "n:007");
  CHECK(number(" 8 ") == "n:8");
  CHECK(number("abc") == "!abc");
  CHECK(number("1.2.3") == "!1.2.3");
  CHECK(number("") == "");
  CHECK(number("&#52;2") == "n:42");
}

TEST_CASE("xlsx: dates of both systems") {
  Workbook book;
  book.formats =
      "<numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/>"
      "<numFmt numFmtId=\"165\" formatCode=\"0.00&quot;day&quot;\"/>"
      "<numFmt numFmtId=\"166\" formatCode=\"[Red][$-804]0;yyyy\"/>"
      "<numFmt numFmtId=\"167\" formatCode=\"[h]:mm\"/>";
  book.styles =
      "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
      "<xf numFmtId=\"166\"/><xf numFmtId=\"22\"/><xf numFmtId=\"20\"/><xf numFmtId=\"57\"/>"
      "<xf numFmtId=\"167\"/>";
  const auto cell = [&](const std::string& style, const std::string& raw) {
    book.sheet = "<row r=\"1\"><c r=\"A1\" s=\"" + style + "\"><v>" + raw + "</v></c></row>";
    return rows_both_ways(book).at(0).substr(3);
  };
  CHECK(cell("1", "43891") == "d:2020-03-01");
  CHECK(cell("2", "43891") == "d:2020-03-01");
  CHECK(cell("3", "43891") == "n:43891");
  CHECK(cell("4", "43891") == "n:43891");
  CHECK(cell("7", "43891") == "d:2020-03-01");
  CHECK(cell("5", "43891.75") == "d:2020-03-01 18:00:00");
  CHECK(cell("5", "43890.999999") == "d:2020-03-01");
  CHECK(cell("6", "0.5") == "12:00:00");
  CHECK(cell("8", "1.5") == "n:1.5");
  CHECK(cell("1", "1") == "d:1900-01-01");
  CHECK(cell("1", "59") == "d:1900-02-28");
  CHECK(cell("1", "60") == "d:1900-02-29");
  CHECK(cell("1", "61") == "d:1900-03-01");
  CHECK(cell("1", "2958465") == "d:9999-12-31");
  CHECK(cell("1", "2958466") == "n:2958466");
  CHECK(cell("1", "-1") == "n:-1");
  CHECK(cell("1", "0") == "n:0");
  CHECK(cell("0", "43891") == "n:43891");
  CHECK(cell("99", "43891") == "n:43891");
  book.workbook_pr = "date1904=\"1\"";
  CHECK(cell("1", "0") == "d:1904-01-01");
  CHECK(cell("1", "42429") == "d:2020-03-01");
  Report report;
  read(book.bytes(), {}, &report);
  CHECK(report.date1904);
}

TEST_CASE("xlsx: dates written out") {
  CHECK(rows_both_ways("<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2020-03-01T00:00:00</v></c>"
                       "<c r=\"B1\" t=\"d\"><v>2020-03-01T08:30:00.000</v></c>"
                       "<c r=\"C1\" t=\"d\"><v>soon</v></c></row>") ==
        Lines{"1!: d:2020-03-01|d:2020-03-01 08:30:00|!soon"});
}

TEST_CASE("xlsx: rich text, phonetic runs, entities, line ends") {
  Workbook book;
  book.strings =
      "<si><r><rPr><b/><sz val=\"11\"/></rPr><t>木</t></r><r><t xml:space=\"preserve\">里 "
      "县</t></r>"
      "<rPh sb=\"0\" eb=\"1\"><t>mu</t></rPh><phoneticPr fontId=\"1\"/></si>"
      "<si><t>&lt;a&gt; &amp; &quot;b&apos; &#20013;&#x6587;</t></si>"
      "<si><t>a\r\nb\rc</t></si><si><t>x_x000D_y_x005F_x0041_</t></si><si><t/></si><si/>";
  book.sheet = "<row r=\"1\">";
  for (int i = 0; i < 4; ++i) book.sheet += "<c t=\"s\"><v>" + std::to_string(i) + "</v></c>";
  book.sheet +=
      "</row><row r=\"2\"><c r=\"B2\" t=\"s\"><v>4</v></c><c r=\"C2\" t=\"s\"><v>5</v></c>"
      "<c r=\"D2\" t=\"s\"><v>6</v></c><c r=\"E2\" t=\"inlineStr\"><is><r><t>x</t></r><rPh><t>no"
      "</t></rPh><r><t>&amp;y</t></r></is></c></row>";
  CHECK(rows_both_ways(book) ==
        Lines{"1: 木里 县|<a> & \"b' 中文|a\nb\nc|x\ry_x0041_", "2!: |||!6|x&y"});
}

TEST_CASE("xlsx: places") {
  SUBCASE("none stated") {
    CHECK(rows_both_ways("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>") ==
          Lines{"1: n:1|n:2", "2: n:3"});
  }
  SUBCASE("gaps, blank rows, styled blanks") {
    CHECK(rows_both_ways(
              "<row r=\"2\"><c r=\"B2\" s=\"1\"/><c r=\"D2\"><v>1</v></c><c r=\"E2\"/></row>"
              "<row r=\"3\"/><row r=\"4\"><c r=\"A4\"/></row><row><c><v>5</v></c></row>") ==
          Lines{"2: |||n:1", "5: n:5"});
  }
  SUBCASE("out of order") {
    CHECK(rows_both_ways("<row r=\"5\"><c r=\"B5\"><v>2</v></c><c r=\"A5\"><v>1</v></c></row>"
                         "<row r=\"4\"><c r=\"A4\"><v>1</v></c></row>") ==
          Lines{"5!: n:1|n:2", "4!: n:1"});
  }
  SUBCASE("single quotes and other spaces") {
    CHECK(rows_both_ways(
              "\n <row r='7' hidden='1'>\n  <c  r='A7'\tt='str' ><v>x</v>\n</c> </row>\n") ==
          Lines{"7h: x"});
  }
  SUBCASE("a column past XFD") {
    CHECK(rows_both_ways("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFE1\"><v>2</v></c></row>") ==
          Lines{"1!: n:1"});
  }
}

TEST_CASE("xlsx: sheets in order, hidden ones, charts, external ones") {
  Workbook book;
  book.sheet = "<row><c><v>1</v></c></row>";
  book.more_sheets =
      "<sheet name=\"a&amp;b\" state=\"hidden\" r:id=\"rId4\"/><sheet name=\"图\" r:id=\"rId5\"/>"
      "<sheet name=\"外\" r:id=\"rId6\"/><sheet name=\"c\" state=\"veryHidden\" r:id=\"rId4\"/>";
  book.more = {{"xl/worksheets/sheet2.xml",
                "<worksheet xmlns=\"" + kMain +
                    "\"><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>"}};
  Report report;
  CHECK(read(book.bytes(), {}, &report) ==
        Lines{"[表]", "1: n:1", "[a&b] hidden", "1: n:2", "[c] hidden", "1: n:2"});
  CHECK(report.sheets == 3);
  CHECK(report.rows == 3);
  CHECK(report.cells == 3);
  Collect collect;
  collect.skip = "a&b";
  REQUIRE(read_xlsx_bytes(book.bytes(), Limits{}, collect).ok());
  CHECK(collect.lines == Lines{"[表]", "1: n:1", "[a&b] hidden", "[c] hidden", "1: n:2"});
}

TEST_CASE("xlsx: merged ranges come before the rows, wherever the part is cut") {
  Workbook book;
  const std::string body =
      "<sheetData><row><c><v>1</v></c></row></sheetData><mergeCells count=\"2\">"
      "<mergeCell ref=\"A1:C2\"/><mergeCell ref=\"B3\"/><mergeCell "
      "ref=\"??\"/></mergeCells></worksheet>";
  book.sheet = kHead + "<worksheet xmlns=\"" + kMain + "\">" + body;
  const Lines want = {"merged 0,0-1,2", "merged 2,1-2,1", "1: n:1"};
  CHECK(rows(book) == want);
  book.sheet = kHead + "<worksheet xmlns=\"" + kMain + "\"><!-- -->" + body;
  CHECK(rows(book) == want);
  book.sheet = kHead + "<x:worksheet xmlns:x=\"" + kMain +
               "\"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData>"
               "<x:mergeCells><x:mergeCell q='&gt;' ref = 'A1'/><x:mergeCell  ref='A2:A3'/>"
               "</x:mergeCells></x:worksheet>";
  CHECK(rows(book) == Lines{"merged 1,0-2,0", "1: n:1"});
  // The words of a cell are no ranges; nor is the tag lost where a window of the part ends.
  const std::string row =
      "<row><c t=\"inlineStr\"><is><t>mergeCell ref=\"A1:A2\"</t></is></c></row>";
  for (size_t more = 0; more < 60; ++more) {
    std::string sheet = kHead + "<worksheet xmlns=\"" + kMain + "\"><sheetData>" + row;
    sheet += std::string(32 * 1024 - 60 - sheet.size() + more, ' ');
    sheet += "</sheetData><mergeCells><mergeCell ref=\"B7:B9\"/></mergeCells></worksheet>";
    book.sheet = sheet;
    CHECK(rows(book) == Lines{"merged 6,1-8,1", "1: mergeCell ref=\"A1:A2\""});
  }
}

TEST_CASE("xlsx: out of the ordinary XML is read by expat") {
  const std::string row1 = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
  const std::string open = "<worksheet xmlns=\"" + kMain + "\"><sheetData>";
  const std::string close = "</sheetData></worksheet>";
  SUBCASE("a prefix") {
    CHECK(rows("<x:worksheet xmlns:x=\"" + kMain +
               "\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>"
               "甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>") == Lines{"1: 甲"});
  }
  SUBCASE("strict") {
    Workbook book;
    book.sheet = "<worksheet xmlns=\"" + kStrict + "\"><sheetData>" + row1 + close;
    book.strings = "<sst xmlns=\"" + kStrict + "\"><si><t>x</t></si></sst>";
    CHECK(rows(book) == Lines{"1: n:1"});
  }
  SUBCASE("CDATA, comments and instructions between rows: none twice, none lost") {
    CHECK(rows(open + row1 +
               "<row><c t=\"str\"><v><![CDATA[a<b]]></v></c></row><!-- x --><row><c><v>3</v></c>"
               "</row><?pi x?><row><c><v>4</v></c></row>" +
               close) == Lines{"1: n:1", "2: a<b", "3: n:3", "4: n:4"});
  }
  SUBCASE("UTF-16") {
    const std::string text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + open + row1 + close;
    std::string wide = "\xFF\xFE";
    for (const char c : text) wide += {c, '\0'};
    CHECK(rows(wide) == Lines{"1: n:1"});
  }
  SUBCASE("Latin-1") {
    CHECK(rows("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + open +
               "<row><c t=\"str\"><v>caf\xE9</v></c></row>" + close) == Lines{"1: café"});
  }
  SUBCASE("an empty sheet, and one without data") {
    CHECK(rows("<worksheet xmlns=\"" + kMain + "\"><sheetData/></worksheet>").empty());
    CHECK(rows("<worksheet xmlns=\"" + kMain + "\"></worksheet>").empty());
  }
  SUBCASE("foreign elements that look alike") {
    CHECK(rows(open +
               "<row r=\"1\"><c r=\"A1\"><v>1</v><extLst><ext xmlns:y=\"urn:y\"><y:v>9</y:v></ext>"
               "</extLst></c></row>" +
               close) == Lines{"1: n:1"});
  }
}

TEST_CASE("xlsx: broken XML") {
  const std::string open = "<worksheet xmlns=\"" + kMain + "\"><sheetData>";
  CHECK(rows(open + "<row><c><v>1</v></c></row>") == Lines{"sheet.bad_xml"});
  CHECK(rows(open + "<row><c><v>1</c></v></row></sheetData></worksheet>") ==
        Lines{"sheet.bad_xml"});
  CHECK(rows(open + "<row><c t=\"str\"><v>&nbsp;</v></c></row></sheetData></worksheet>") ==
        Lines{"sheet.bad_xml"});
  CHECK(rows("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>" +
             open + "<row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>") ==
        Lines{"sheet.doctype"});
  CHECK(rows("<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + open +
             "</sheetData></worksheet>") == Lines{"sheet.doctype"});
  Workbook book;
  book.strings =
      "<!DOCTYPE sst [<!ENTITY a \"x\">]><sst xmlns=\"" + kMain + "\"><si><t>&a;</t></si></sst>";
  CHECK(rows(book) == Lines{"sheet.doctype"});
  std::string deep = "<worksheet xmlns=\"" + kMain + "\">";
  for (int i = 0; i < 5000; ++i) deep += "<a>";
  CHECK(rows(deep) == Lines{"sheet.bad_xml"});
}

TEST_CASE("xlsx: rows across many windows, on both ways") {
  std::string data;
  Lines want;
  for (int i = 1; i <= 40'000; ++i) {
    const std::string n = std::to_string(i);
    data += "<row r=\"" + n + "\"><c r=\"A" + n + "\"><v>" + n + "</v></c><c r=\"B" + n +
            "\" t=\"inlineStr\"><is><t>某某公司" + n + "</t></is></c></row>";
    want.push_back(n + ": n:" + n + "|某某公司" + n);
  }
  CHECK(rows_both_ways(data) == want);
  // The scanner gives up after 20,000 rows and expat goes on.
  const size_t half = data.find("<row r=\"20001\"");
  CHECK(rows(data.substr(0, half) + "<!-- here -->" + data.substr(half)) == want);
}

TEST_CASE("xlsx: one row longer than a window") {
  std::string data = "<row r=\"1\">";
  std::string want = "1:";
  for (int i = 0; i < 9'000; ++i) {
    data +=
        "<c t=\"inlineStr\"><is><t>" + std::string(100, 'x') + std::to_string(i) + "</t></is></c>";
    want += (i == 0 ? " " : "|") + std::string(100, 'x') + std::to_string(i);
  }
  data += "</row><row><c><v>2</v></c></row>";
  CHECK(rows_both_ways(data) == Lines{want, "2: n:2"});
}

TEST_CASE("xlsx: damaged text and long text mark the cell") {
  CHECK(rows("<row><c t=\"str\"><v>a\xE4\xB8</v></c><c><v>1</v></c></row>") ==
        Lines{"1!: !a\xEF\xBF\xBD\xEF\xBF\xBD|n:1"});
  Workbook book;
  book.sheet = "<row><c t=\"s\"><v>0</v></c><c t=\"str\"><v>中文字</v></c></row>";
  book.strings = "<si><t>abcdefghij</t></si>";
  Limits limits;
  limits.cell_bytes_max = 7;
  CHECK(rows(book, limits) == Lines{"1!: !abcdefg|!中文"});
}

TEST_CASE("xlsx: limits") {
  Workbook book;
  book.strings = "<si><t>abc</t></si><si><t>def</t></si>";
  book.sheet = "<row r=\"1\"><c><v>1</v></c></row><row r=\"1048576\"><c><v>2</v></c></row>";
  CHECK(rows(book) == Lines{"1: n:1", "1048576: n:2"});
  Limits limits;
  limits.strings_max = 1;
  CHECK(rows(book, limits) == Lines{"sheet.too_many_strings"});
  limits = {};
  limits.string_bytes_max = 5;
  CHECK(rows(book, limits) == Lines{"sheet.strings_too_large"});
  limits = {};
  limits.part_bytes_max = 300;
  CHECK(rows(book, limits) == Lines{"sheet.part_too_large"});
  limits = {};
  limits.inflated_bytes_max = 700;
  CHECK(rows(book, limits) == Lines{"sheet.inflates_too_large"});
  limits = {};
  limits.cells_max = 1;
  CHECK(rows(book, limits) == Lines{"sheet.too_many_cells"});
  limits = {};
  limits.bytes_max = 100;
  CHECK(rows(book, limits) == Lines{"sheet.too_large"});
  limits = {};
  limits.entries_max = 6;
  CHECK(rows(book, limits) == Lines{"sheet.too_many_entries"});
  book.sheet = "<row r=\"1048577\"><c><v>2</v></c></row>";
  CHECK(rows(book) == Lines{"sheet.too_many_rows"});
}

TEST_CASE("xlsx: a million rows and one more") {
  std::string data;
  for (int64_t i = 0; i < 1'048'577; ++i)
    data += "<row><c><v>" + std::to_string(i * 7919 % 1'000'003) + "</v></c></row>";
  Workbook book;
  book.sheet = data;
  uint32_t last = 0;
  class Last : public Sink {
   public:
    explicit Last(uint32_t& n) : n_(n) {}
    bool row(const RowView& row) override {
      n_ = row.row_no;
      return true;
    }
    uint32_t& n_;
  } sink(last);
  const auto result = read_xlsx_bytes(book.bytes(), Limits{}, sink);
  REQUIRE(!result.ok());
  CHECK(result.error().code == "sheet.too_many_rows");
  CHECK(last == 1'048'576);
}

TEST_CASE("xlsx: hostile packages") {
  Workbook book;
  book.sheet = "<row><c><v>1</v></c></row>";
  SUBCASE("a bomb") {
    book.sheet = "<row><c t=\"str\"><v>" + std::string(8 << 20, 'x') + "</v></c></row>";
    CHECK(rows(book) == Lines{"sheet.zip_bomb"});
    book.sheet = "<row><c><v>1</v></c></row>";
    book.strings = "<si><t>" + std::string(8 << 20, 'x') + "</t></si>";
    CHECK(read(book.bytes()) == Lines{"sheet.zip_bomb"});
  }
  SUBCASE("names that lead outside") {
    for (const char* name : {"../../etc/cron.d/x", "xl/../../x", "..\\x", "/etc/passwd", "C:\\x"}) {
      Workbook bad = book;
      bad.more = {{name, "x"}};
      CHECK(rows(bad) == Lines{"sheet.bad_name"});
    }
    Workbook fine = book;
    fine.more = {{"xl/a..b/c", "x"}};
    CHECK(rows(fine) == Lines{"1: n:1"});
  }
  SUBCASE("parts that overlap") {
    std::string bytes = book.bytes();
    // The second entry of the directory is pointed at the first part.
    const size_t first = bytes.find("PK\x01\x02");
    const size_t second = bytes.find("PK\x01\x02", first + 4);
    bytes.replace(second + 42, 4, bytes.substr(first + 42, 4));
    CHECK(read(bytes) == Lines{"sheet.overlapping"});
  }
  SUBCASE("cut off anywhere") {
    const std::string bytes = book.bytes();
    for (size_t size = 0; size < bytes.size(); size += 7)
      CHECK(read(bytes.substr(0, size)) == Lines{"sheet.truncated"});
  }
  SUBCASE("a wrong checksum") {
    std::string bytes = book.bytes();
    const size_t name = bytes.rfind("xl/worksheets/sheet1.xml");
    bytes[name - 46 + 16] = static_cast<char>(bytes[name - 46 + 16] ^ 1);
    CHECK(read(bytes) == Lines{"sheet.damaged_zip"});
  }
  SUBCASE("locked parts") {
    std::string bytes = book.bytes();
    bytes[bytes.find("PK\x01\x02") + 8] |= 1;
    CHECK(read(bytes) == Lines{"sheet.encrypted"});
  }
  SUBCASE("something else in a zip") {
    CHECK(read(zip_of({{"readme.txt", "hello"}})) == Lines{"sheet.not_a_workbook"});
    CHECK(read(zip_of({{"word/document.xml", "<x/>"}, {"_rels/.rels", "<x/>"}})) ==
          Lines{"sheet.not_a_workbook"});
    CHECK(read("") == Lines{"sheet.truncated"});
    CHECK(read("hello") == Lines{"sheet.truncated"});
  }
}

TEST_CASE("xlsx: a million entries are refused at once") {
  // Local headers and a directory made by hand; libzip would take minutes.
  std::string bytes, directory;
  const std::string local =
      std::string("PK\x03\x04", 4) + std::string(22, '\0') + std::string("\1\0\0\0", 4) + "x";
  for (int i = 0; i < 1'000'000; ++i)
    directory += std::string("PK\x01\x02", 4) + std::string(24, '\0') + std::string("\1\0", 2) +
                 std::string(16, '\0') + "x";
  bytes = local + directory + std::string("PK\x05\x06", 4) + std::string(4, '\0');
  SUBCASE("and lie about it") { bytes += std::string("\5\0\5\0", 4); }
  SUBCASE("or not") { bytes += std::string("\xFE\xFF\xFE\xFF", 4); }
  for (const uint64_t n : {directory.size(), local.size()})
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(n >> (8 * i));
  bytes += std::string(2, '\0');
  CHECK(read(bytes) == Lines{"sheet.too_many_entries"});
}
