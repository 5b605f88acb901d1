#include "app/dictionary.hpp"

#include <doctest/doctest.h>

#include "app/request.hpp"
#include "pack/load.hpp"
#include "pack/types.hpp"

namespace diaodu::app {
namespace {

bool has(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}
std::string html(const pack::Pack& pack, Tongue tongue = Tongue::both) {
  const auto page = html_page(pack.name, tongue);
  write_dictionary(pack, *page);
  return page->finish();
}
std::string markdown(const pack::Pack& pack, Tongue tongue = Tongue::both) {
  const auto page = markdown_page(tongue);
  write_dictionary(pack, *page);
  return page->finish();
}

TEST_CASE("the dictionary of the pack of 2020 has every register, column, rule, list and param") {
  const auto loaded = pack::load(DIAODU_SOURCE_DIR "/packs/relief-2020");
  REQUIRE(loaded.ok());
  REQUIRE(loaded->pack);
  const pack::Pack& pack = *loaded->pack;
  const std::string page = html(pack), plain = markdown(pack);
  for (const pack::Register& one : pack.registers) {
    CHECK_MESSAGE(has(page, "<section id=\"register-" + one.id + "\">"), one.id);
    CHECK_MESSAGE(has(plain, "<a id=\"register-" + one.id + "\"></a>"), one.id);
    const size_t from = page.find("<section id=\"register-" + one.id + "\">");
    const std::string part = page.substr(from, page.find("<section", from + 1) - from);
    for (const pack::ColumnDef& column : one.columns) {
      CHECK_MESSAGE(has(part, "<code>" + column.name + "</code>"), one.id, ".", column.name);
      CHECK_MESSAGE(has(part, column.title.zh), one.id, ".", column.name);
    }
  }
  for (const pack::Rule& rule : pack.rules) {
    const size_t from = page.find("<section id=\"rules-" + rule.register_id + "\">");
    REQUIRE(from != std::string::npos);
    const std::string part = page.substr(from, page.find("<section", from + 1) - from);
    CHECK_MESSAGE(has(part, "<code>" + rule.id + "</code>"), rule.id);
  }
  for (const auto& list : pack.codes) CHECK(has(page, "<section id=\"codes-" + list.id + "\">"));
  for (const auto& param : pack.params) CHECK(has(page, "<section id=\"param-" + param.id + "\">"));
  for (const auto& one : pack.indicators)
    CHECK(has(page, "<section id=\"indicator-" + one.id + "\">"));
  for (const auto& one : pack.targets) CHECK(has(page, "<code>" + one.id + "</code>"));
  // Every link has where to go, and nothing is fetched.
  for (size_t at = page.find("href=\""); at != std::string::npos;
       at = page.find("href=\"", at + 1)) {
    const std::string to = page.substr(at + 6, page.find('"', at + 6) - at - 6);
    REQUIRE(to.starts_with("#"));
    CHECK_MESSAGE(has(page, "id=\"" + to.substr(1) + "\""), to);
  }
  CHECK(!has(page, "src="));
  CHECK(!has(page, "http://"));
}

TEST_CASE("what a pack says is text, whatever it holds") {
  pack::Pack pack;
  pack.id = "p";
  pack.name = {"<script>alert(1)</script>", "a & b"};
  pack::Register one;
  one.id = "r";
  one.name = {"台账", "Register"};
  pack::ColumnDef column;
  column.name = "c";
  column.type = "whole";
  column.title = {"甲|乙\n丙", "\"><img onerror=x>"};
  column.need = pack::Need::expected;
  column.when = "a < b | c > 1";
  one.columns.push_back(column);
  pack.registers.push_back(one);
  const std::string page = html(pack);
  CHECK(!has(page, "<script>alert"));
  CHECK(has(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
  CHECK(!has(page, "<img"));
  CHECK(has(page, "a &lt; b | c &gt; 1"));
  const std::string plain = markdown(pack);
  CHECK(!has(plain, "<script"));
  CHECK(!has(plain, "<img"));
  CHECK(has(plain, "甲\\|乙<br>丙"));
}

TEST_CASE("one language where one is asked for") {
  pack::Pack pack;
  pack.name = {"演示", "Demo"};
  CHECK(has(html(pack, Tongue::zh), "演示"));
  CHECK(!has(html(pack, Tongue::zh), "Demo"));
  CHECK(!has(html(pack, Tongue::en), "演示"));
  CHECK(has(html(pack), "演示 · Demo"));
}

TEST_CASE("every type has its words") {
  for (const std::string& type : pack::type_names()) CHECK_MESSAGE(!type_words(type).empty(), type);
}

TEST_CASE("pack docs: both languages unless one is said; an unknown format is usage") {
  const auto parse = [](std::vector<std::string> more) {
    std::vector<std::string> all{"pack", "docs", "d"};
    all.insert(all.end(), more.begin(), more.end());
    return parse_request(all, "/home/li", {});
  };
  CHECK(parse({})->both_languages);
  CHECK(parse({"--lang", "both"})->both_languages);
  CHECK(!parse({"--lang", "en"})->both_languages);
  CHECK(parse({"--out", "x"})->out == "/home/li/x");
  CHECK(!parse({"--format", "pdf"}).ok());
  CHECK(!parse_request({"pack", "check", "d", "--lang", "both"}, "/home/li", {}).ok());
}

}  // namespace
}  // namespace diaodu::app
