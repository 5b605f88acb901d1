#include "access/scope.hpp"

#include <doctest/doctest.h>

#include "access/scope_maker.hpp"

namespace diaodu::access {
namespace {

TEST_CASE("an operator reads the whole tree, masked unless a known purpose is stated") {
  const auto masked = Scope::of_operator("zhang", {});
  REQUIRE(masked.ok());
  CHECK(!masked->unmasked());
  CHECK(masked->covers(""));
  CHECK(masked->covers("513422"));
  CHECK(masked->predicate("worker", "home_area") == "true");
  const auto full = Scope::of_operator("zhang", "入户核实");
  REQUIRE(full.ok());
  CHECK(full->unmasked());
  CHECK(full->purpose() == "入户核实");
  const auto refused = Scope::of_operator("zhang", "好奇");
  REQUIRE(!refused.ok());
  CHECK(refused.error().code == "access.unknown_purpose");
  CHECK(refused.error().exit == Exit::usage);
  CHECK(!Scope::of_operator("zhang", "").ok());
}

TEST_CASE("a county's scope is a range, and covers nothing beside it") {
  const Scope scope = ScopeMaker::make("li", "", {{"5134"}});
  CHECK(scope.predicate("worker", "w.home_area") ==
        "((\"w\".\"home_area\" >= '5134' and \"w\".\"home_area\" < '5135'))");
  CHECK(scope.covers("513422"));
  CHECK(!scope.covers("51"));
  CHECK(!scope.covers("5133"));
}

TEST_CASE("a grant of own rows shows them where a column names them, and nothing else") {
  Grant grant{"5134"};
  grant.own = {"h'1", "h2"};
  const Scope scope = ScopeMaker::make("li", "", {grant});
  CHECK(scope.predicate("household", "l.area", {}, "l.household_id") ==
        "(((\"l\".\"area\" >= '5134' and \"l\".\"area\" < '5135') and "
        "(\"l\".\"household_id\" in ('h''1', 'h2'))))");
  CHECK(scope.predicate("household", "area") == "false");
  CHECK(!scope.covers("513422"));
  grant.area = "";
  CHECK(ScopeMaker::make("li", "", {grant}).predicate("household", "area") == "false");
  CHECK(ScopeMaker::make("li", "", {grant}).predicate("household", "a", {}, "h") ==
        "((\"h\" in ('h''1', 'h2')))");
}

TEST_CASE("host side and register limit what is seen; nothing granted is nothing seen") {
  const Scope host = ScopeMaker::make("wang", "", {{"44", Side::host, "worker"}});
  CHECK(host.predicate("worker", "home_area", "work_area") ==
        "((\"work_area\" >= '44' and \"work_area\" < '45'))");
  CHECK(host.predicate("worker", "home_area") == "false");
  CHECK(host.predicate("loan", "home_area", "work_area") == "false");
  CHECK(ScopeMaker::make("nobody", "", {}).predicate("worker", "home_area") == "false");
  CHECK(!ScopeMaker::make("nobody", "", {}).covers("51"));
}

TEST_CASE("names are quoted, so that a name is never read as SQL") {
  const Scope scope = ScopeMaker::make("li", "", {{"51"}});
  CHECK(scope.predicate("w", "x; drop") == "((\"x; drop\" >= '51' and \"x; drop\" < '52'))");
}

}  // namespace
}  // namespace diaodu::access
