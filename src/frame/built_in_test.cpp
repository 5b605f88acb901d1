#include "frame/built_in.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "base/text.hpp"
#include "pack/types.hpp"

namespace diaodu::frame {
namespace {

TEST_CASE("built-in rules speak both languages and name only what finding can fill") {
  const std::set<std::string> known = {
      "row",     "column",    "shown",      "other_area", "other_county", "sender",
      "allowed", "first_row", "suggestion", "ranges",     "found",        "other_parcel",
      "now",     "read",      "rows",       "columns",    "unit"};
  for (const std::string& name : built_in_names()) {
    CAPTURE(name);
    const BuiltIn& rule = *built_in(name);
    CHECK(rule.rule == name);
    CHECK(!rule.says.zh.empty());
    CHECK(!rule.says.en.empty());
    CHECK(!built_in_title(name).zh.empty());
    CHECK(!built_in_title(name).en.empty());
    CHECK(rule.fix.zh.empty() == rule.fix.en.empty());
    CHECK(rule.guess.zh.empty() == (rule.param != "suggestion"));
    CHECK(rule.fix.zh.find("{suggestion}") == std::string::npos);  // there may be none
    if (name.starts_with("_cast.")) CHECK(!rule.fix.zh.empty());
    for (const std::string& text :
         {rule.says.zh, rule.says.en, rule.fix.zh, rule.fix.en, rule.guess.zh, rule.guess.en})
      fill_template(text, [&](std::string_view placeholder) -> std::optional<std::string> {
        const std::string asked(placeholder);
        CAPTURE(asked);
        CHECK(known.contains(asked));
        if (asked == "first_row" || asked == "suggestion" || asked == "ranges")
          CHECK(rule.param == asked);
        return std::nullopt;
      });
  }
  for (const std::string_view why : pack::failure_names())
    CHECK(built_in("_cast." + std::string(why)) != nullptr);
  CHECK(built_in("no_such_rule") == nullptr);
  CHECK(built_in("_cast.precision_lost")->says.zh ==
        "第{row}行“{column}”在表格里已变成{shown}，后几位丢失，无法还原；请把该列设为文本后重填。");
}

TEST_CASE("docs/errors.md explains every built-in rule and cast failure") {
  std::ifstream in(DIAODU_SOURCE_DIR "/docs/errors.md", std::ios::binary);
  REQUIRE(in);
  const std::string document{std::istreambuf_iterator<char>(in), {}};
  constexpr std::string_view kCast = "_cast.";
  for (const std::string& name : built_in_names()) {
    CAPTURE(name);
    const BuiltIn& rule = *built_in(name);
    const bool is_cast = name.starts_with(kCast);
    const std::string row = "| `" + (is_cast ? name.substr(kCast.size()) : name) + "` |";
    const size_t at = document.find(row);
    REQUIRE(at != std::string::npos);
    if (!is_cast) CHECK(document.find(rule.says.zh, at) != std::string::npos);
    CHECK(document.find(rule.fix.zh, at) != std::string::npos);
  }
}

}  // namespace
}  // namespace diaodu::frame
