#include "api/boards.hpp"

#include <doctest/doctest.h>

namespace diaodu::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Made {
  int times = 0;
  bool fails = false;
  Boards::Make make() {
    return [this]() -> Result<std::string> {
      ++times;
      if (fails) return Error{"api.not_found", {"没有", "none"}, {}, {}};
      return std::to_string(times);
    };
  }
};

TEST_CASE("a board is made once a round") {
  Boards boards;
  Made made;
  CHECK(boards.find("a", 1) == nullptr);
  CHECK((*boards.get("a", 1, made.make()))->plain == "1");
  CHECK((*boards.get("a", 1, made.make()))->plain == "1");
  CHECK(boards.find("a", 1)->plain == "1");
  CHECK((*boards.get("a", 2, made.make()))->plain == "2");
  CHECK(boards.find("b", 2) == nullptr);
  CHECK(made.times == 2);
}

TEST_CASE("that of the round before is found until its turn has come") {
  Boards boards;
  Made one, two;
  REQUIRE(boards.get("a", 1, one.make()));
  REQUIRE(boards.get("b", 1, two.make()));
  boards.refresh(2, milliseconds(-1));  // no time: it is left for later
  CHECK(boards.find("a", 2)->plain == "1");
  CHECK(one.times + two.times == 2);
  boards.refresh(2, seconds(60));
  CHECK(boards.find("a", 2)->plain == "2");
  CHECK(boards.find("b", 2)->plain == "2");
  boards.refresh(2, seconds(60));
  CHECK(one.times + two.times == 4);
}

TEST_CASE("what cannot be made anew is not shown any longer: who asks is told why") {
  Boards boards;
  Made made;
  REQUIRE(boards.get("a", 1, made.make()));
  made.fails = true;
  boards.refresh(2, seconds(60));
  CHECK(boards.find("a", 2) == nullptr);
  CHECK(boards.get("a", 2, made.make()).error().code == "api.not_found");
  made.fails = false;
  CHECK((*boards.get("a", 2, made.make()))->plain == "4");
}

}  // namespace
}  // namespace diaodu::api
