#include "sheet/bundle.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "sheet/package_test.hpp"

namespace diaodu::sheet {
namespace {

class Told final : public BundleSink {
 public:
  bool file(const std::string& name) override {
    lines.push_back(name + ":");
    return lines.size() < stop_after;
  }
  bool bytes(std::string_view piece) override {
    lines.back() += piece;
    return true;
  }
  void end(const std::optional<Error>& error) override {
    if (error) lines.back() += "!" + error->code;
  }
  void left_out(const std::string& name) override { lines.push_back("-" + name); }
  std::vector<std::string> lines;
  size_t stop_after = 100;
};

using Lines = std::vector<std::string>;

Lines read(const std::string& bytes, size_t stop_after = 100) {
  Told told;
  told.stop_after = stop_after;
  const Result<bool> result = read_bundle(bytes, told);
  if (!result.ok()) {
    CHECK(result.error().message.zh.find("工作簿") == std::string::npos);
    return {result.error().code};
  }
  return *result ? told.lines : Lines{"a workbook"};
}

TEST_CASE("files of a zip, in order, with what systems put in left out") {
  CHECK(read(zip_of({{"东渡村/", ""},
                     {"东渡村/a.csv", "1"},
                     {"__MACOSX/._a.csv", "x"},
                     {"东渡村/~$a.xlsx", "x"},
                     {"Thumbs.db", "x"},
                     {"b.txt", "2"}})) ==
        Lines{"东渡村/a.csv:1", "-__MACOSX/._a.csv", "-东渡村/~$a.xlsx", "-Thumbs.db", "b.txt:2"});
  CHECK(read(zip_of({{"a", "1"}, {"b", "2"}}), 1) == Lines{"a:"});
}

TEST_CASE("names in the bytes of old programs are read as GB18030") {
  std::string bytes = zip_of({{"AAAAAA.csv", "1"}}, false);
  bytes = replace_all(bytes, "AAAAAA", to_gb18030("东渡村"));
  for (const char* mark : {"PK\x01\x02", "PK\x03\x04"}) {  // what says that names are UTF-8
    const size_t at = bytes.find(mark);
    bytes[at + (mark[2] == '\x01' ? 9 : 7)] = '\0';
  }
  CHECK(read(bytes) == Lines{"东渡村.csv:1"});
}

TEST_CASE("a workbook is no bundle; a zip within is told, the other files are read") {
  Workbook book;
  book.sheet = "<row><c><v>1</v></c></row>";
  CHECK(read(book.bytes()) == Lines{"a workbook"});
  Parts parts = book.parts();
  parts.insert(parts.begin(), {"other", "first"});
  CHECK(read(zip_of(parts)) == Lines{"a workbook"});
  CHECK(read("no zip") == Lines{"a workbook"});
  const std::string inner = zip_of({{"x", "1"}});
  CHECK(read(zip_of({{"in.zip", inner}, {"b", "2"}})) == Lines{"in.zip:!sheet.nested_zip", "b:2"});
  const Lines lines = read(zip_of({{"in.xlsx", book.bytes()}}));
  REQUIRE(lines.size() == 1);
  CHECK(lines.front() == "in.xlsx:" + book.bytes());
}

TEST_CASE("one broken file of a zip does not stop the others; what is hostile stops all") {
  std::string bytes = zip_of({{"a", "1111"}, {"b", "2222"}}, false);
  bytes[bytes.find("1111")] = 'x';
  CHECK(read(bytes) == Lines{"a:!sheet.damaged_zip", "b:2222"});
  CHECK(read(zip_of({{"a", "1"}, {"../b", "2"}})) == Lines{"sheet.bad_name"});
  CHECK(read(zip_of({{"a", "1"}, {"bomb", std::string(8 << 20, '\0')}})) ==
        Lines{"sheet.zip_bomb"});
  CHECK(read(zip_of({{"only/", ""}})) == Lines{"sheet.empty_zip"});
  CHECK(read(bytes.substr(0, bytes.size() - 30)) == Lines{"a workbook"});  // one file, kept
  std::string locked = zip_of({{"a", "1"}}, false);
  locked[locked.find("PK\x01\x02") + 8] |= 1;
  CHECK(read(locked) == Lines{"sheet.encrypted"});
}

}  // namespace
}  // namespace diaodu::sheet
