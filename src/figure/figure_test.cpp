#include "figure/world_test.hpp"

using namespace diaodu;
using namespace diaodu::figure;

namespace {
constexpr Day kMonday{18330}, kTuesday{18331}, kWednesday{18332};

void first_day(World& world) {
  world.open(kMonday);
  world.put({.key = 1, .county = "510101", .phone = "1", .sort = "a"});
  world.put({.key = 2,
             .county = "510101",
             .host = "520101",
             .phone = "1",
             .amount = "30.5",
             .sort = "b"});
  world.put({.key = 3, .county = "510102", .host = "520101", .sort = "a", .explained = 2});
  world.put({.key = 4, .county = "510201", .host = "510101", .phone = "1", .amount = "10.25"});
  world.taken("510101", 2, 1);
}
}  // namespace

TEST_CASE("figures of a county roll up to the nation; parts close; null is not zero") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    first_day(world);
    CHECK(world.close() > 0);
    CHECK(world.value("people", "510101", kMonday) == "2");
    CHECK(world.value("people", "5101", kMonday) == "3");
    CHECK(world.value("people", "51", kMonday) == "4");
    CHECK(world.value("people", "", kMonday) == "4");
    CHECK(world.value("people", "51", kMonday, "sort", "a") == "2");
    CHECK(world.value("people", "51", kMonday, "sort", "b") == "1");
    CHECK(world.value("people", "", kMonday, "sort", "_none") == "1");
    CHECK(world.value("people", "520101", kMonday) == "-");  // sent nothing: no figure, not 0
    CHECK(world.value("people", "510101", kMonday - 1) == "-");
    // n and d are added apart: 2/2, 0/1, 1/1 -> 3/4
    CHECK(world.value("complete", "510101", kMonday) == "2/2");
    CHECK(world.value("complete", "510102", kMonday) == "0/1");
    CHECK(world.value("complete", "51", kMonday) == "3/4");
    // amount is needed only of those away; explained ones stand apart
    CHECK(world.value("filled", "", kMonday, "column", "amount") == "2/3");
    CHECK(world.value("filled", "", kMonday, "column_explained", "amount") == "1/3");
    CHECK(world.value("filled", "", kMonday, "column", "phone") == "3/4");
    CHECK(world.value("filled", "", kMonday) == "-");  // no whole over columns
    CHECK(world.value("verified", "", kMonday) == "0/4");
    // by the host place
    CHECK(world.value("hosted", "520101", kMonday) == "30.5");
    CHECK(world.value("hosted", "510101", kMonday) == "10.25");
    CHECK(world.value("hosted", "", kMonday) == "40.75");
    CHECK(world.value("touched_rows", "", kMonday) == "3");
    const auto provinces = world.figures("people", "", kMonday, "", true);
    REQUIRE(provinces.size() == 1);
    CHECK(provinces[0].area == "51");
    frame::RoundContext context = world.context();
    CHECK(must(verify(context, kMonday)).empty());
  });
}

TEST_CASE("figures carry forward; only what changed is written; a day's older row is closed") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    first_day(world);
    world.close();
    const int64_t before = world.stored_rows();
    world.open(kTuesday);
    world.touch("home", "510101");  // touched, but nothing differs
    CHECK(world.close() == 0);
    CHECK(world.stored_rows() == before);
    CHECK(world.value("people", "51", kTuesday) == "4");
    CHECK(world.value("touched_rows", "51", kTuesday) == "-");  // of its day only

    world.open(kTuesday);
    world.end(1);
    world.taken("510101", 0, 5);
    world.close();
    CHECK(world.value("people", "510101", kTuesday) == "1");
    CHECK(world.value("people", "", kTuesday) == "3");
    CHECK(world.value("people", "510101", kTuesday, "sort", "a") == "0");  // it had a row
    CHECK(world.value("people", "510101", kMonday) == "2");
    CHECK(world.value("touched_rows", "", kTuesday) == "5");
    CHECK(world.value("touched_rows", "", kMonday) == "3");

    world.open(kTuesday);
    world.end(2);
    world.taken("510102", 1, 0);
    world.close();
    CHECK(world.value("people", "510101", kTuesday) == "0");
    CHECK(world.value("complete", "510101", kTuesday) == "0/0");
    CHECK(world.value("complete", "", kTuesday) == "1/2");
    CHECK(world.value("hosted", "520101", kTuesday) == "0");
    CHECK(world.value("touched_rows", "", kTuesday) == "6");
    CHECK(world.stored_rows(
              "indicator = 'people' and area = '510101' and axis = '' and day = date '" +
              to_text(kTuesday) + "' and round_to = 4") == 1);
    CHECK(world.stored_rows("indicator = 'people' and area = '510201' and axis = ''") == 1);
    frame::RoundContext context = world.context();
    CHECK(must(verify(context, kMonday)).empty());
    CHECK(must(verify(context, kTuesday)).empty());
  });
}

TEST_CASE("verify sees a figure that was tampered with, and parts that do not close") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    first_day(world);
    world.close();
    must(world.session().run(
        "update figure set n = 7 where indicator = 'people' and area = '51' and axis = ''"));
    frame::RoundContext context = world.context();
    const std::vector<Difference> found = must(verify(context, kMonday));
    REQUIRE(found.size() == 2);
    CHECK(found[0].area == "51");
    CHECK(found[0].stored == "7");
    CHECK(found[0].computed == "4");
    CHECK(found[1].part == "sort=*");
  });
}

TEST_CASE("computed twice in one round, the figures stand once") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    first_day(world);
    frame::RoundContext context = world.context();
    must(recompute(context));
    world.put({.key = 9, .county = "510101", .phone = "1", .sort = "a"});
    world.close();
    CHECK(world.value("people", "", kMonday) == "5");
    CHECK(world.stored_rows("indicator = 'people' and area = '' and axis = ''") == 1);
  });
}

TEST_CASE("places that are no county of the tree still add up to the nation") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.open(kMonday);
    world.put({.key = 1, .county = "510101", .host = "abroad", .amount = "1"});
    world.put({.key = 2, .county = "510101", .host = "52", .amount = "2"});
    world.close();
    CHECK(world.value("hosted", "", kMonday) == "3");
    CHECK(world.value("hosted", "52", kMonday) == "2");
    CHECK(world.value("hosted", "520000", kMonday) == "2");
    CHECK(world.value("hosted", "abroad", kMonday) == "1");
    CHECK(world.figures("hosted", "", kMonday, "", true).size() == 2);
  });
}

TEST_CASE("an indicator stored from the city up, and one that turns with the day") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.pack().indicators[1].stored_to = Level::city;
    world.pack().indicators.push_back(
        indicator("days", pack::Kind::sum, "",
                  "select dist_county as area, sum($day - day_from) as n from visit group by 1"));
    world.pack().indicators.back().day_turning = true;
    first_day(world);
    world.close();
    CHECK(world.value("complete", "5101", kMonday) == "2/3");
    CHECK(world.value("complete", "510101", kMonday) == "-");
    world.open(kTuesday);
    world.end(3);
    world.close();
    CHECK(world.value("complete", "5101", kTuesday) == "2/2");
    CHECK(world.value("complete", "", kTuesday) == "3/3");
    CHECK(world.value("days", "510201", kTuesday) == "1");  // not touched, but a new day
    CHECK(world.value("days", "", kMonday) == "0");
    CHECK(world.value("days", "", kTuesday) == "3");
  });
}

TEST_CASE("a refusal of a rule over the register makes a record incomplete") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    pack::Rule rule;
    rule.id = "twice";
    rule.register_id = "visit";
    rule.grade = pack::Grade::reject;
    rule.reach = pack::Reach::register_;
    world.pack().rules.push_back(rule);
    first_day(world);
    world.close();
    CHECK(world.value("complete", "510101", kMonday) == "2/2");
    world.open(kTuesday);
    must(
        world.session().run("insert into finding (finding, register, rule, grade, column_name, "
                            "dist_county, area, key_hash, parcel,"
                            " sheet, row_no, round_from) values (1, 'visit', 'twice', 'reject', "
                            "'phone', '510101', '510101', 2, 1, 0, 0, 2)"));
    world.close();
    CHECK(world.value("complete", "510101", kTuesday) == "1/2");
    CHECK(world.value("complete", "", kTuesday) == "2/4");
    frame::RoundContext context = world.context();
    CHECK(must(verify(context, kMonday)).empty());
    CHECK(must(verify(context, kTuesday)).empty());
  });
}

TEST_CASE("an unknown indicator is named, with the one that was meant") {
  store::TestFolder folder;
  auto store = store::must(store::Store::open({.data = folder.path(), .create = true}));
  World world(*store);
  const auto shown =
      show(world.session(), world.pack(), World::all(), {"peple", "", "", kMonday, false});
  REQUIRE(!shown.ok());
  CHECK(shown.error().code == "figure.unknown_indicator");
  CHECK(shown.error().hint.en.find("people") != std::string::npos);
}
