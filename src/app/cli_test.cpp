#include <doctest/doctest.h>

#include "app/output.hpp"
#include "app/request.hpp"

namespace diaodu::app {
namespace {

Result<Request> parse(std::vector<std::string> arguments,
                      const std::vector<std::string>& environment = {}) {
  return parse_request(arguments, "/home/li", environment);
}

TEST_CASE("what people and files wrote does not steer a terminal") {
  CHECK(printable("木里 L1", false) == "木里 L1");
  CHECK(printable("x\x1b[31m\ny", false) == "x\uFFFD[31m\uFFFDy");
  CHECK(printable("a\nb", true) == "a\nb");
  CHECK(printable("\u202Ecsv.exe", true) == "\uFFFDcsv.exe");
}

TEST_CASE("a command line becomes a request; paths start at the caller's folder") {
  const auto request = parse({"parcel", "take", "a.csv", "/tmp/b.xlsx", "--register", "worker",
                              "--area", "513422", "--day", "2020-03-06", "--full", "--data", "d"});
  REQUIRE(request.ok());
  CHECK(request->verb == "parcel take");
  CHECK(request->paths == std::vector<std::string>{"/home/li/a.csv", "/tmp/b.xlsx"});
  CHECK(request->data == "/home/li/d");
  CHECK(request->full);
  CHECK(request->day == make_day(2020, 3, 6));
  CHECK(request->chinese);
}

TEST_CASE("what is common may stand before or after, or in the environment of the caller") {
  CHECK(parse({"--json", "verify", "--data", "/d"})->json);
  CHECK(parse({"verify"}, {"DIAODU_DATA=/e"})->data == "/e");
  CHECK(!parse({"verify"}, {"DIAODU_DATA=/e", "LANG=en_US.UTF-8"})->chinese);
  CHECK(parse({"verify", "--lang", "zh"}, {"DIAODU_DATA=/e", "LANG=en_US.UTF-8"})->chinese);
  CHECK(parse({"verify"}, {"DIAODU_DATA=/e", "LC_ALL=C.UTF-8", "LANG=en_US"})->chinese);
  CHECK(parse({"verify"}, {"DIAODU_DATA=/e", "USER=li"})->actor == "li");
}

TEST_CASE("what does not go together is a matter of usage, in both languages") {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"parcel"},
      {"parcel", "take", "--register", "r", "--area", "51", "--day", "2020-03-06", "--data", "/d"},
      {"parcel", "take", "a.csv", "--nil", "--by", "x", "--register", "r", "--area", "51", "--day",
       "2020-03-06", "--data", "/d"},
      {"parcel", "take", "--nil", "--register", "r", "--area", "51", "--day", "2020-03-06",
       "--data", "/d"},
      {"parcel", "take", "a.csv", "--register", "r", "--area", "51", "--day", "2020-02-30",
       "--data", "/d"},
      {"verify"},
      {"verify", "--data", "postgresql://x/y"},
      {"record", "list", "r", "--area", "51", "--unmask", "--data", "/d"},
      {"record", "list", "r", "--area", "51", "--purpose", "x", "--data", "/d"},
      {"verify", "--data", "/d", "--lang", "fr"},
      {"verify", "--data", "/d", "--no-such"},
  };
  for (const auto& arguments : wrong) {
    const auto request = parse(arguments);
    REQUIRE(!request.ok());
    CHECK(request.error().exit == Exit::usage);
    CHECK(!request.error().message.zh.empty());
    CHECK(!request.error().message.en.empty());
  }
}

TEST_CASE("an unknown command is named, with the one that was meant, in one language a sentence") {
  const auto says = [](std::vector<std::string> arguments) {
    const auto request = parse(std::move(arguments));
    REQUIRE(!request.ok());
    return request.error();
  };
  Error error = says({"--data", "/d", "parcel", "taek", "a.csv"});
  CHECK(error.message.zh == "没有命令“parcel taek”");
  CHECK(error.message.en == "there is no command \"parcel taek\"");
  CHECK(error.hint.zh == "是不是“diaodu parcel take”？");
  CHECK(says({"parsel", "take"}).hint.en == "Did you mean \"diaodu parcel\"?");
  CHECK(says({"trace", "12"}).hint.en == "Did you mean \"diaodu figure trace\"?");
  CHECK(says({"figure"}).hint.zh == "可用的有：show、trace");
  CHECK(says({"verify", "--data", "/d", "--jsno"}).hint.en == "Did you mean --json?");
  error = says({"record", "list", "r", "--data", "/d"});
  CHECK(error.message.zh == "还要写 --area");
  CHECK(error.message.en == "--area is needed");
  CHECK(says({"record", "list", "r", "--area", "51", "--limit", "x", "--data", "/d"}).message.zh ==
        "--limit 的值不对");
  CHECK(says({"verify", "--data"}).message.zh == "--data 后面缺少值，或者值多了");
  CHECK(!parse({"parcel", "take", "a.csv", "--register", "r", "--area", "51", "--day", "2020-03-06",
                "--end", "3", "--data", "/d"})
             .ok());
}

TEST_CASE("columns line up as a terminal shows them") {
  CHECK(shown_width("abc") == 3);
  CHECK(shown_width("青江省") == 6);
  CHECK(shown_width("（a）") == 5);
  Table table({{{"地区", "area"}}, {{"数", "n"}, Table::Align::right}});
  table.row({"青江省", "5"});
  table.row({"x", "12345"});
  CHECK(table.text(true) == "地区       数\n青江省      5\nx       12345\n");
}

TEST_CASE("an error is one line of text, or one JSON object with both languages") {
  std::string out, error;
  const Output::Sink sink = [&](Output::Stream stream, std::string_view text) {
    (stream == Output::Stream::out ? out : error) += text;
  };
  const Error failed{"app.x",      {"坏了", "broken"}, {"修好它", "mend it"},
                     "a.toml:1:2", {{"n", "7"}},       Exit::could_not_run};
  CHECK(Output(sink, false, true, false).fail(failed) == Exit::could_not_run);
  CHECK(error == "a.toml:1:2: 坏了 修好它\n");
  CHECK(Output(sink, true, true, false).fail(failed) == Exit::could_not_run);
  CHECK(out == R"({"error":{"code":"app.x","message":{"zh":"坏了","en":"broken"},)"
               R"("hint":{"zh":"修好它","en":"mend it"},)"
               R"("place":"a.toml:1:2","params":{"n":"7"}}})"
               "\n");
}

}  // namespace
}  // namespace diaodu::app
