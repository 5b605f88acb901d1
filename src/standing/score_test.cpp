#include "standing/score.hpp"

#include <doctest/doctest.h>

using namespace diaodu;
using namespace diaodu::standing;

namespace {
constexpr Day kToday{18330};

pack::Target target_of(const std::string& goal, pack::Compare compare = pack::Compare::at_least) {
  pack::Target target;
  target.id = "t";
  target.goal = goal;
  target.compare = compare;
  return target;
}
Row row_of(int64_t n, std::optional<int64_t> d) {
  Row row;
  row.value = Value{n * 100, d ? std::optional(*d * 100) : std::nullopt};
  return row;
}
}  // namespace

TEST_CASE("a ratio is shown rounded half up, exactly") {
  const pack::Target target = target_of("0.98");
  const Measure measure{target, true, true, kToday};
  CHECK(shown_text(measure, {97950, 100000}) == "98.0");  // 97.95
  CHECK(shown_text(measure, {97949, 100000}) == "97.9");
  CHECK(shown_text(measure, {1, 3}) == "33.3");
  CHECK(shown_text(measure, {0, 0}).empty());  // nothing of nothing is no share
}

TEST_CASE("met is judged on the exact value, not on the shown one; the gap in whole records") {
  const pack::Target target = target_of("0.98");
  const Measure measure{target, true, true, kToday};
  Row row = row_of(97950, 100000);
  score(measure, {}, row);
  CHECK(row.shown == "98.0");
  CHECK(row.met == false);
  CHECK(row.missing_n == 50 * 100);
  row = row_of(9, 10);
  score(measure, {}, row);
  CHECK(row.missing_n == 1 * 100);  // 9.8 needs the tenth
  row = row_of(98, 100);
  score(measure, {}, row);
  CHECK(row.met == true);
  CHECK(row.missing_n == 0);
}

TEST_CASE("sums against a number; exceeds wants one more") {
  const pack::Target target = target_of("28000000", pack::Compare::exceeds);
  const Measure measure{target, false, true, kToday};
  Row row = row_of(28000000, std::nullopt);
  score(measure, {}, row);
  CHECK(row.met == false);
  CHECK(row.missing_n == 100);
  CHECK(row.shown == "28000000");
  const pack::Target most = target_of("0.01", pack::Compare::at_most);
  row = row_of(3, 200);
  score(Measure{most, true, false, kToday}, {}, row);
  CHECK(row.met == false);
  CHECK(row.missing_n == 100);  // one too many
}

TEST_CASE("speed is the mean over the days; the forecast follows from it") {
  const pack::Target target = target_of("0.98");
  const Measure measure{target, true, true, kToday};
  Row row = row_of(900, 1000);
  score(measure, Base{Value{84000, 100000}, kToday - 3}, row);  // 84 % -> 90 %
  CHECK(row.speed == "2");
  CHECK(row.forecast_day == kToday + 4);
  row = row_of(900, 1000);
  score(measure, Base{Value{91000, 100000}, kToday - 3}, row);
  CHECK(row.speed == "-0.33");
  CHECK(!row.forecast_day);  // going backwards
  row = row_of(990, 1000);
  score(measure, Base{Value{91000, 100000}, kToday - 2}, row);
  CHECK(row.speed == "4");
  CHECK(!row.forecast_day);  // met already
  row = row_of(900, 1000);
  score(measure, Base{Value{89999, 100000}, kToday - 3}, row);
  CHECK(!row.forecast_day);  // years away
}

TEST_CASE("places: ties on the shown value share one, the next is counted on") {
  const pack::Target target = target_of("0.98");
  const Measure measure{target, true, true, kToday};
  std::vector<Row> rows = {row_of(9001, 10000), row_of(95, 100), row_of(9003, 10000),
                           row_of(80, 100), row_of(99, 100)};
  std::vector<Row*> group;
  for (Row& row : rows) {
    score(measure, {}, row);
    group.push_back(&row);
  }
  rows[4].not_ranked = "silent";
  give_places(measure, group);
  CHECK(rows[1].place_no == 1);
  CHECK(rows[0].place_no == 2);
  CHECK(rows[2].place_no == 2);
  CHECK(rows[0].tied);
  CHECK(rows[2].tied);
  CHECK(!rows[1].tied);
  CHECK(rows[3].place_no == 4);
  CHECK(!rows[4].place_no);
  const Measure lower{target, true, false, kToday};
  for (Row& row : rows) row.place_no.reset(), row.tied = false;
  give_places(lower, group);
  CHECK(rows[3].place_no == 1);
}

TEST_CASE("ranking is on only where the pack says so, until its end day") {
  pack::Target target = target_of("1");
  CHECK(!is_switched_on(target, Level::nation, kToday));
  target.rank = {{Level::nation, true, "basis", kToday}, {Level::city, false, "", {}}};
  CHECK(is_switched_on(target, Level::nation, kToday));
  CHECK(!is_switched_on(target, Level::nation, kToday + 1));
  CHECK(!is_switched_on(target, Level::city, kToday));
  CHECK(!is_switched_on(target, Level::province, kToday));
}
