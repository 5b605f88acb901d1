#include <doctest/doctest.h>

#include "base/area_code.hpp"
#include "base/day.hpp"
#include "base/decimal.hpp"
#include "base/hash.hpp"
#include "base/result.hpp"
#include "base/text.hpp"

using namespace diaodu;

TEST_CASE("days: only real ones, there and back") {
  CHECK(to_text(*parse_day("2020-02-29")) == "2020-02-29");
  CHECK_FALSE(parse_day("2019-02-29"));
  CHECK_FALSE(parse_day("2020-2-29"));
  CHECK_FALSE(parse_day("2020-02-3x"));
  CHECK(parse_day("1970-01-01")->since_epoch == 0);
  CHECK(*parse_day("2020-03-13") - *parse_day("2020-03-05") == 8);
  CHECK(civil(*parse_day("1862-12-31")).month == 12);
}

TEST_CASE("area codes: levels, ranges, counties that end in 00") {
  CHECK(level_of("441900") == Level::county);
  CHECK_FALSE(level_of("44190"));
  CHECK(at_level("513422101200", Level::county) == "513422");
  CHECK(parent_of("513422") == "5134");
  CHECK(parent_of("51").empty());
  CHECK(range_end("51") == "52");
  CHECK(range_end("5139") == "513:");
  CHECK(range_end("") == ":");
  CHECK(parse_area("cn") == std::string());
  CHECK_FALSE(parse_area("5x"));
  CHECK(show_area("") == "cn");
}

TEST_CASE("decimals are exact") {
  CHECK(parse_decimal("3500", 2) == 350000);
  CHECK(parse_decimal("-12.5", 2) == -1250);
  CHECK(parse_decimal(".5", 2) == 50);
  CHECK(parse_decimal("1.230", 2) == 123);
  CHECK_FALSE(parse_decimal("1.234", 2));
  CHECK_FALSE(parse_decimal("1e3", 2));
  CHECK_FALSE(parse_decimal("99999999999999999999", 2));
  CHECK(decimal_text(350000, 2) == "3500");
  CHECK(decimal_text(-1250, 2) == "-12.5");
  CHECK(percent_text(169012, 272920, 2, true) == "61.92");
  CHECK(percent_text(169012, 272920, 2, false) == "61.93");
  CHECK(percent_text(44, 45, 0, true) == "97");
  CHECK(percent_text(1, 3, 1, false) == "33.3");
  CHECK(percent_text(0, 5, 1, false) == "0.0");
}

TEST_CASE("UTF-8 and full-width forms") {
  CHECK(is_utf8("务工𬭎"));
  CHECK_FALSE(is_utf8("\xC0\x80"));
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));
  CHECK_FALSE(is_utf8("\xE5\x8A"));
  CHECK(code_points("务工𬭎a") == 4);
  CHECK(half_width("１２Ｘ　") == "12X ");
  CHECK(did_you_mean("work_plase", {"phone", "work_place"}) == "work_place");
  CHECK_FALSE(did_you_mean("zzzzzzzz", {"phone", "work_place"}));
  CHECK(fill_template("第{row}行{x}", [](std::string_view name) -> std::optional<std::string> {
          return name == "row" ? std::optional<std::string>("7") : std::nullopt;
        }) == "第7行{x}");
}

TEST_CASE("hashes: published test vectors") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // SipHash-2-4 of 00..0e under key 00..0f is a129ca6149be45e5 (the paper's appendix); the top bit
  // is cleared.
  std::string bytes;
  for (char c = 0; c < 15; ++c) bytes += c;
  CHECK(hash63({0x0706050403020100u, 0x0f0e0d0c0b0a0908u}, bytes) == 0x2129ca6149be45e5);
  CHECK(row_id({"a", "b"}) != row_id({"ab", ""}));
}

namespace {
Result<int> halve(int x) {
  if (x % 2) return Error{"test.odd", {"奇数", "odd"}, {}, "", {}};
  return x / 2;
}
Result<int> quarter(int x) {
  TRY_ASSIGN(const int half, halve(x));
  return halve(half);
}
}  // namespace

TEST_CASE("errors are handed on") {
  CHECK(*quarter(8) == 2);
  CHECK(quarter(6).error().code == "test.odd");
  CHECK(to_line(Error{"x", {"错", "wrong"}, {"改", "mend"}, "f:1:2", {}}, true) == "f:1:2: 错 改");
}
