// From a figure to the cells: what is counted, and where it came from.
#include "figure/world_test.hpp"

using namespace diaodu;
using namespace diaodu::figure;

namespace {
constexpr Day kMonday{18330}, kTuesday{18331};
}  // namespace

TEST_CASE("a figure is traced to the county, the record, the cell that set it") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.open(kMonday);
    world.put({.key = 1, .county = "510101", .amount = "5", .sort = "a", .parcel = 5, .row_no = 3});
    world.put({.key = 2, .county = "510201", .phone = "1", .sort = "a", .parcel = 6, .row_no = 4});
    must(world.session().run(
        "insert into parcel_column values (7, 0, 'S', 3, 'phone', 'phone', 2)"));
    world.close();
    world.open(kTuesday);
    // parcel 7 brings the phone only: the version's `changed` holds that bit alone
    must(world.session().run(
        "insert into record_visit_past select *, date '2020-03-10', 2, 7 from record_visit"
        " where key_hash = 1"));
    must(
        world.session().run("update record_visit set phone = '2', missing = 0, changed = 8, parcel "
                            "= 7, row_no = 9, round_from = 2,"
                            " day_from = date '" +
                            to_text(kTuesday) + "' where key_hash = 1"));
    must(world.session().run("update record_visit_past set day_to = date '" + to_text(kTuesday) +
                             "'"));
    world.touch("home", "510101");
    world.close();
    const Figure nation = world.figures("complete", "", kTuesday).at(0);
    CHECK(nation.n == "2");
    const auto path = must(trace(world.session(), world.pack(), World::all(), nation.figure, 1));
    REQUIRE(path.has_value());
    std::string kinds;
    for (const Step& step : path->steps) kinds += step.kind.substr(0, 1) + ":" + step.area + " ";
    CHECK(kinds == "f:51 f:5101 f:510101 r:510101 c:510101 c:510101 ");
    CHECK(path->counted == 1);
    const Step& phone = path->steps.at(4);
    CHECK(phone.column == "phone");
    CHECK(phone.parcel == 7);
    CHECK(phone.row_no == 9);
    CHECK(phone.column_no == 3);
    CHECK(path->steps.at(5).parcel == 5);  // the amount came with the first file

    // a part of an axis, by the indicator's own `counts`
    const Figure part = world.figures("people", "510201", kMonday, "sort").at(0);
    const auto part_path = must(trace(world.session(), world.pack(), World::all(), part.figure));
    REQUIRE(part_path.has_value());
    CHECK(part_path->counted_known);
    CHECK(part_path->steps.at(0).key_hash == 2);

    // a column of field_filled that nobody filled has no record
    const Figure empty = world.figures("filled", "510101", kMonday, "column").at(1);
    CHECK(empty.part == "phone");
    CHECK(empty.n == "0");
    CHECK(must(trace(world.session(), world.pack(), World::all(), empty.figure))->steps.empty());
    CHECK(!must(trace(world.session(), world.pack(), World::all(), 12345)).has_value());
  });
}

TEST_CASE("an indicator over changes is traced to what a file of the day really did") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    const auto over_changes = [&](const std::string& id, const std::string& column) {
      world.pack().indicators.push_back(
          indicator(id, pack::Kind::sum, "",
                    "-- rows_new is not read\nselect dist_county as area, cast(sum(" + column +
                        ") as bigint) as n from visit_change group by 1"));
      world.pack().indicators.back().uses_changes = true;
    };
    over_changes("changed", "rows_changed");
    over_changes("added", "rows_new");
    over_changes("confirmed", "rows_unchanged");
    const auto parcel = [&](int64_t id) {
      must(world.session().run(
          "insert into parcel (parcel, register, area, day, actor, state, is_full, rows_in, "
          "rows_left_out, round_from) values (" +
          std::to_string(id) + ", 'visit', '51', date '" + to_text(world.day) +
          "', 't', 'taken', false, 1, 0, " + std::to_string(world.round) + ")"));
    };
    const auto steps = [&](const std::string& id, const std::string& area) {
      const Figure figure = world.figures(id, area, world.day).at(0);
      return must(trace(world.session(), world.pack(), World::all(), figure.figure))->steps;
    };
    world.open(kMonday);
    parcel(5);
    world.put({.key = 9, .county = "510101", .amount = "5", .parcel = 5});
    world.close();
    world.open(kTuesday);
    parcel(7);
    world.put({.key = 1, .county = "510101", .phone = "1", .parcel = 7, .row_no = 2});  // new
    must(world.session().run("insert into record_visit_past select *, date '" + to_text(kTuesday) +
                             "', 2, 7 from record_visit where key_hash = 9"));
    must(world.session().run(
        "update record_visit set phone = '2', changed = 8, parcel = 7, row_no = 3, round_from = 2, "
        "day_from = date '" +
        to_text(kTuesday) + "' where key_hash = 9"));
    must(world.session().run("insert into record_change values ('visit', 7, date '" +
                             to_text(kTuesday) + "', '510101', 1, 1, 4, 0, 1, 2)"));
    must(world.session().run("insert into record_change values ('visit', 7, date '" +
                             to_text(kTuesday) + "', '510102', 1, 0, 0, 0, 0, 2)"));
    world.close();
    auto path = steps("changed", "510101");
    REQUIRE(path.size() == 2);  // the record, and the one cell
    CHECK(path[0].key_hash == 9);
    CHECK(path[1].column == "phone");
    CHECK(path[1].row_no == 3);
    path = steps("added", "510101");
    CHECK(path.at(0).kind == "record");
    CHECK(path.at(0).key_hash == 1);
    path = steps("confirmed", "510101");
    REQUIRE(path.size() == 1);
    CHECK(path[0].kind == "parcel");
    CHECK(path[0].text_zh == "报送件 7 有 4 条核对无变化");
    CHECK(steps("changed", "510102").at(0).kind == "none");
    CHECK(steps("confirmed", "510102").at(0).kind == "none");
  });
}
