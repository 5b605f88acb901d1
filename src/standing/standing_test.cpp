#include "standing/standing.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "access/round_scope_maker.hpp"
#include "frame/temporary.hpp"
#include "standing/objection.hpp"
#include "store/test_store.hpp"

using namespace diaodu;
using namespace diaodu::standing;
using store::must;

namespace {
constexpr Day kMonday{18330}, kTuesday{18331}, kWednesday{18332};

// Three provinces; 51 with two cities, of which 5101 has three counties.
constexpr const char* kAreas =
    "code,name,from_year,to_year,successor,source\n"
    "51,South,,,,test\n5101,Southtown,,,,test\n510101,East,,,,test\n510102,West,,,,test\n510103,"
    "Mid,,,,test\n"
    "5102,Hilltown,,,,test\n510201,Hill,,,,test\n"
    "52,North,,,,test\n5201,Northtown,,,,test\n520101,Bridge,,,,test\n"
    "53,Far,,,,test\n5301,Fartown,,,,test\n530101,Shore,,,,test\n";

class World {
 public:
  explicit World(store::Store& store) : session_(must(store.session())) {
    std::ofstream(folder_.path() + "/areas.csv") << kAreas;
    pack_.areas.push_back({"areas.csv", folder_.path() + "/areas.csv"});
    pack::Register visit;
    visit.id = "visit";
    pack_.registers.push_back(visit);
    pack::Indicator complete;
    complete.id = "complete";
    complete.kind = pack::Kind::ratio;
    complete.register_id = "visit";
    pack_.indicators.push_back(complete);
    pack::Target target;
    target.id = "goal";
    target.indicator = "complete";
    target.goal = "0.98";
    target.register_id = "visit";
    for (const Level level : {Level::nation, Level::province, Level::city})
      target.rank.push_back({level, true, "basis", kMonday + 30});
    pack_.targets.push_back(target);
    areas_ = must(pack::AreaIndex::load(pack_));
    must(store::migrate(*session_));
    must(frame::load_areas(*session_, *areas_));
  }
  pack::Target& target() { return pack_.targets[0]; }
  pack::Pack& pack() { return pack_; }
  store::Session& session() { return *session_; }

  void open(Day of_day) { ++round_, day_ = of_day; }
  void figure(const std::string& area, int64_t n, int64_t d) {
    const std::string day = "date '" + to_text(day_) + "'";
    must(session_->run("update figure set round_to = " + std::to_string(round_) + " where area = " +
                       store::literal(area) + " and round_to is null and day = " + day));
    must(session_->run("insert into figure values (" + std::to_string(++figure_) +
                       ", 'complete', " + store::literal(area) + ", " + day + ", '', '', " +
                       std::to_string(n) + ", " + std::to_string(d) + ", " +
                       std::to_string(round_) + ", null)"));
  }
  void report(const std::string& area, const std::string& state) {
    must(session_->run("insert into report values ('visit', " + store::literal(area) + ", date '" +
                       to_text(day_) + "', " + store::literal(state) + ", null, null, " +
                       std::to_string(round_) + ", null)"));
  }
  void object(int64_t id, const std::string& area, const std::string& about,
              const std::string& what) {
    const std::string day = "date '" + to_text(day_) + "'";
    must(session_->run("insert into objection values (" + std::to_string(id) + ", '" + about +
                       "', '" + what + "', 'visit', '" + area + "', " + day +
                       ", 'why', null, 'li'," + " 'li', " + day + ", " + day +
                       ", 'open', null, null, null, " + std::to_string(round_) + ", null)"));
  }
  void answer(int64_t id) {
    must(session_->run("update objection set state = 'refused', answered_day = date '" +
                       to_text(day_) + "', round_answered = " + std::to_string(round_) +
                       " where objection = " + std::to_string(id)));
  }
  frame::RoundContext context() {
    frame::RoundContext made{*session_, pack_, *areas_, scope_};
    made.round = round_;
    made.day = day_;
    return made;
  }
  int64_t close() {
    frame::RoundContext made = context();
    return must(rank(made));
  }
  std::vector<Standing> list(Level level, Day of_day, const std::string& under = {}) {
    return must(show(*session_, pack_, must(access::Scope::of_operator("test", {})),
                     {"goal", under, level, of_day}));
  }
  Standing of(const std::string& area, Day of_day) {
    for (Standing& one : list(*level_of(area), of_day))
      if (one.area == area) return one;
    FAIL("no standing of " << area);
    return {};
  }

 private:
  store::TestFolder folder_;
  std::unique_ptr<store::Session> session_;
  pack::Pack pack_;
  std::shared_ptr<const pack::AreaIndex> areas_;
  access::RoundScope scope_ = access::RoundScopeMaker::make();
  int64_t round_ = 0, figure_ = 0;
  Day day_;
};

void first_day(World& world) {
  world.open(kMonday);
  world.figure("510101", 900, 1000);
  world.figure("510102", 9004, 10000);
  world.figure("510103", 50, 60);
  world.figure("5101", 9954, 11060);
  world.figure("51", 9954, 11060);
  world.figure("520101", 990, 1000);
  world.figure("5201", 990, 1000);
  world.figure("52", 990, 1000);
  for (const char* area : {"510101", "510102", "510103", "520101"}) world.report(area, "reported");
  CHECK(world.close() == 3 + 4 + 6);  // every child of every parent, once
}
}  // namespace

TEST_CASE("places among siblings; ties on the shown decimal; small and silent ones stand apart") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    first_day(world);
    CHECK(world.of("510101", kMonday).shown == "90.0");
    CHECK(world.of("510102", kMonday).shown == "90.0");  // 90.04
    CHECK(world.of("510101", kMonday).place_no == 1);
    CHECK(world.of("510102", kMonday).place_no == 1);
    CHECK(world.of("510102", kMonday).tied);
    CHECK(world.of("510101", kMonday).missing_n == "80");
    CHECK(world.of("510103", kMonday).not_ranked == "small");
    CHECK(world.of("510103", kMonday).shown == "83.3");
    CHECK(world.of("510201", kMonday).not_ranked == "silent");
    CHECK(world.of("5102", kMonday).state == "silent");
    CHECK(world.of("51", kMonday).state == "reported");
    CHECK(world.of("51", kMonday).children_expected == 4);
    CHECK(world.of("51", kMonday).children_reported == 3);
    CHECK(world.of("52", kMonday).place_no == 1);
    CHECK(world.of("52", kMonday).met);
    CHECK(world.of("51", kMonday).place_no == 2);
    CHECK(world.of("53", kMonday).not_ranked == "silent");
    CHECK(world.of("53", kMonday).shown.empty());  // nothing known is not 0
    // not met first, then by place, then those without
    const std::vector<Standing> provinces = world.list(Level::province, kMonday);
    REQUIRE(provinces.size() == 3);
    CHECK(provinces[0].area == "51");
    CHECK(provinces[0].name == "South");
    CHECK(provinces[1].area == "52");
    CHECK(provinces[2].area == "53");
    CHECK(world.list(Level::county, kMonday, "5101").size() == 3);
  });
}

TEST_CASE("only the parents of what changed are ranked again; the day's older row is closed") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    first_day(world);
    world.open(kMonday);
    CHECK(world.close() == 0);
    world.open(kMonday);
    world.figure("510101", 950, 1000);
    CHECK(world.close() == 2);  // it, and its neighbour that is second and tied no more
    CHECK(world.of("510101", kMonday).place_no == 1);
    CHECK(world.of("510102", kMonday).place_no == 2);
    CHECK(!world.of("510102", kMonday).tied);
    CHECK(must(world.session().query("select count(*) as n from standing where round_to = 3"))["n"]
              .int64(0) == 2);
    // a report alone changes its place, the city and the province
    world.open(kMonday);
    world.report("510201", "nil");
    CHECK(world.close() == 3);
    CHECK(world.of("510201", kMonday).state == "nil");
    CHECK(world.of("510201", kMonday).not_ranked == "no_figure");
    CHECK(world.of("5102", kMonday).state == "nil");
    CHECK(world.of("51", kMonday).children_reported == 4);
  });
}

TEST_CASE(
    "a new day: all are silent again, with yesterday's place, the change, speed and forecast") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    first_day(world);
    world.open(kTuesday);
    world.figure("510101", 930, 1000);
    world.report("510101", "reported");
    CHECK(world.close() == 13);
    const Standing east = world.of("510101", kTuesday);
    CHECK(east.place_no == 1);
    CHECK(east.before_place_no == 1);
    CHECK(east.before_shown == "90.0");
    CHECK(east.delta == "+3");
    CHECK(east.speed == "3");
    CHECK(east.forecast_day == kTuesday + 2);  // 5 points left
    const Standing west = world.of("510102", kTuesday);
    CHECK(west.state == "silent");
    CHECK(west.not_ranked == "silent");
    CHECK(west.shown == "90.0");  // its value is still shown
    CHECK(!west.place_no);
    CHECK(west.delta == "0");
    CHECK(west.before_place_no == 1);
    CHECK(world.of("510102", kMonday).place_no == 1);
  });
}

TEST_CASE("a skipped day is closed, so that the day after compares with it") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    first_day(world);
    world.open(kWednesday);
    frame::RoundContext context = world.context();
    CHECK(must(close_day(context, kTuesday)) == 13);
    CHECK(must(close_day(context, kTuesday)) == 0);
    CHECK(world.of("52", kTuesday).state == "silent");
    world.figure("520101", 995, 1000);
    world.report("520101", "reported");
    world.close();
    CHECK(world.of("520101", kWednesday).before_shown == "99.0");
    CHECK(!world.of("520101", kWednesday).before_place_no);  // silent yesterday: no place
  });
}

TEST_CASE("suspended, returned, not expected, switched off") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    pack::GroupDef group;
    group.id = "home";
    group.areas = {"51", "520101"};
    world.pack().groups.push_back(group);
    world.target().expects = "home";
    world.target().rank[2].on = false;  // among counties
    world.target().rank[1].end = kMonday - 1;
    world.open(kMonday);
    world.figure("510101", 900, 1000);
    world.figure("510102", 900, 1000);
    world.figure("51", 1800, 2000);
    world.figure("53", 100, 1000);
    world.report("510101", "reported");
    world.report("510102", "returned");
    world.report("5102", "suspended");
    world.report("53", "reported");
    world.close();
    CHECK(world.of("510101", kMonday).not_ranked == "switched_off");
    CHECK(world.of("510101", kMonday).shown == "90.0");
    CHECK(world.of("510102", kMonday).not_ranked == "returned");
    CHECK(world.of("5102", kMonday).state == "suspended");
    CHECK(world.of("510201", kMonday).state == "suspended");  // said by the city for all below
    CHECK(world.of("5101", kMonday).not_ranked == "switched_off");
    CHECK(world.of("51", kMonday).place_no == 1);
    CHECK(world.of("52", kMonday).not_ranked == "silent");  // one of its counties is expected
    CHECK(world.of("53", kMonday).not_ranked == "not_expected");
    CHECK(world.of("53", kMonday).children_expected == 0);
    CHECK(world.of("52", kMonday).children_expected == 1);
  });
}

TEST_CASE("a file sent by the province counts as a report of the counties it is about") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    world.open(kMonday);
    must(world.session().run(
        "insert into parcel (parcel, register, area, day, actor, state, is_full, rows_in,"
        " rows_left_out, round_from) values (8, 'visit', '51', date '" +
        to_text(kMonday) + "', 'a', 'taken', false, 1, 0, 1)"));
    must(world.session().run("insert into record_change values ('visit', 8, date '" +
                             to_text(kMonday) + "', '510201', 1, 0, 0, 0, 0, 1)"));
    world.report("51", "reported");
    world.figure("510201", 90, 100);
    world.close();
    CHECK(world.of("510201", kMonday).state == "reported");
    CHECK(world.of("510201", kMonday).place_no == 1);
    CHECK(world.of("510101", kMonday).state == "silent");
    CHECK(world.of("51", kMonday).state == "reported");
  });
}

TEST_CASE("an unknown target is named") {
  store::TestFolder folder;
  auto store = must(store::Store::open({.data = folder.path(), .create = true}));
  World world(*store);
  const auto shown = show(world.session(), world.pack(), must(access::Scope::of_operator("t", {})),
                          {"gaol", "", Level::province, kMonday});
  REQUIRE(!shown.ok());
  CHECK(shown.error().code == "standing.unknown_target");
}

TEST_CASE("who objects has no rank until the answer; who is silent stays silent") {
  store::on_each_engine([](store::Store& store) {
    World world(store);
    first_day(world);
    world.open(kMonday);
    world.object(1, "52", "standing", "goal");
    world.object(2, "53", "standing", "goal");
    world.object(3, "510101", "finding", "77");      // of the target's register
    world.object(4, "510102", "standing", "other");  // of another target
    CHECK(world.close() == 2 + 2);  // 52, and 51 moves up; 510101, and 510102 is tied no more
    CHECK(world.of("52", kMonday).not_ranked == "objected");
    CHECK(!world.of("52", kMonday).place_no);
    CHECK(world.of("51", kMonday).place_no == 1);
    CHECK(world.of("53", kMonday).not_ranked == "silent");
    CHECK(world.of("510101", kMonday).not_ranked == "objected");
    CHECK(world.of("510102", kMonday).place_no == 1);
    CHECK(!world.of("510102", kMonday).tied);
    world.open(kTuesday);
    world.report("510101", "reported");
    world.report("520101", "reported");
    world.close();
    CHECK(world.of("52", kTuesday).not_ranked == "objected");  // it goes on
    world.open(kTuesday);
    world.answer(1);
    world.answer(3);
    world.close();
    CHECK(world.of("52", kTuesday).place_no == 1);
    CHECK(world.of("510101", kTuesday).place_no == 1);
    CHECK(world.of("52", kMonday).not_ranked == "objected");  // that day stays as it was ranked
  });
}

TEST_CASE("the days for an answer are the pack's, by day and place") {
  pack::Pack pack;
  CHECK(answer_days(pack, "51", kMonday) == 5);
  pack::ParamDef days;
  days.id = "objection_answer_days";
  days.values = {{kMonday, "", "7", ""}, {kMonday, "52", "3", ""}, {kTuesday, "", "9", ""}};
  pack.params.push_back(days);
  CHECK(answer_days(pack, "51", kMonday - 1) == 5);
  CHECK(answer_days(pack, "5101", kMonday) == 7);
  CHECK(answer_days(pack, "51", kTuesday) == 9);
  CHECK(answer_days(pack, "5201", kTuesday) == 3);
}
