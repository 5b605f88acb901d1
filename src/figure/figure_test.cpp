// A small country of two provinces, one register, and its rounds.
#include "figure/figure.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <memory>

#include "access/round_scope_maker.hpp"
#include "frame/temporary.hpp"
#include "store/test_store.hpp"

namespace diaodu::figure {
namespace {

using store::must;

constexpr const char* kTestAreas =
    "code,name,from_year,to_year,successor,source\n"
    "51,South,,,,test\n5101,Southtown,,,,test\n510101,Eastgate,,,,test\n510102,Westgate,,,,test\n"
    "5102,Hilltown,,,,test\n510201,Hill,,,,test\n"
    "52,North,,,,test\n5201,Northtown,,,,test\n520101,Bridge,,,,test\n";

pack::ColumnDef column(const std::string& name, const std::string& type, pack::Need need,
                       const std::string& when = {}, const std::string& group = {}) {
  pack::ColumnDef made;
  made.name = name;
  made.title = {name, name};
  made.type = type;
  made.scale = type == "decimal" ? 2 : 0;
  made.need = need;
  made.when = when;
  made.group = group;
  return made;
}

pack::Indicator indicator(const std::string& id, pack::Kind kind, const std::string& measure,
                          const std::string& query, std::vector<std::string> axes = {}) {
  pack::Indicator made;
  made.id = id;
  made.name = {id, id};
  made.kind = kind;
  made.register_id = "visit";
  made.area = "home";
  made.measure = measure;
  made.query = query;
  made.axes = std::move(axes);
  return made;
}

pack::Pack test_pack(const std::string& folder) {
  using pack::Need;
  pack::Pack pack;
  pack.id = "test";
  pack.folder = folder;
  pack.areas.push_back({"areas.csv", folder + "/areas.csv"});
  pack::Register visit;
  visit.id = "visit";
  visit.key = {"person"};
  visit.area = "home";
  visit.also_area = "host";
  // bits of missing: phone 0, amount 1 (needed only of those away)
  visit.columns = {column("person", "text", Need::always),
                   column("home", "area", Need::optional),
                   column("host", "area", Need::optional),
                   column("phone", "text", Need::expected, "", "contact"),
                   column("amount", "decimal", Need::expected, "host is not null", "work"),
                   column("sort", "text", Need::optional)};
  pack.registers = {visit};
  pack.indicators = {
      indicator("people", pack::Kind::distinct, "",
                "select dist_county as area, sort as part, count(*) as n from visit group by 1, 2",
                {"sort"}),
      indicator("complete", pack::Kind::ratio, "record_complete", ""),
      indicator("filled", pack::Kind::ratio, "field_filled", "", {"column"}),
      indicator("verified", pack::Kind::ratio, "verified", ""),
      indicator(
          "hosted", pack::Kind::sum, "",
          "select host as area, sum(amount) as n from visit where host is not null group by 1"),
      indicator("touched_rows", pack::Kind::sum, "",
                "select dist_county as area, sum(rows_changed + rows_unchanged) as n from "
                "visit_change group by 1")};
  pack.indicators[0].parts_add_up = "sort";
  pack.indicators[0].counts = "true";
  pack.indicators[0].counts_part = "sort";
  pack.indicators[0].columns = {"sort", "phone"};
  pack.indicators[4].area = "host";
  pack.indicators[5].uses_changes = true;
  return pack;
}

class World {
 public:
  explicit World(store::Store& store) : session_(must(store.session())) {
    std::ofstream(folder_.path() + "/areas.csv") << kTestAreas;
    pack_ = test_pack(folder_.path());
    areas_ = must(pack::AreaIndex::load(pack_));
    must(store::migrate(*session_));
    const std::string columns =
        "(dist_county varchar not null, key_hash bigint not null, person varchar, home varchar, "
        "host varchar,"
        " phone varchar, amount numeric(18, 2), sort varchar, parcel bigint not null, sheet "
        "integer "
        "not null,"
        " row_no integer not null, missing bigint not null, explained bigint not null, verified "
        "bigint not null,"
        " changed bigint not null, day_from date not null, round_from bigint not null";
    must(session_->run("create table record_visit " + columns + ")"));
    must(session_->run(
        "create table record_visit_past " + columns +
        ", day_to date not null, round_to bigint not null, ended_by bigint not null)"));
  }

  store::Session& session() { return *session_; }
  pack::Pack& pack() { return pack_; }
  frame::RoundContext context() {
    frame::RoundContext context{*session_, pack_, *areas_, scope_};
    context.round = round;
    context.day = day;
    return context;
  }
  // A new round; its temporary tables are empty.
  void open(Day of_day) {
    ++round;
    day = of_day;
    frame::RoundContext made = context();
    must(frame::make_round_tables(made));
  }
  struct Person {
    int64_t key;
    std::string county;
    std::optional<std::string> host, phone, amount, sort;
    int64_t explained = 0, verified = 0, parcel = 1;
    int row_no = 2;
  };
  void put(const Person& person) {
    const auto text = [](const std::optional<std::string>& value) {
      return value ? store::literal(*value) : std::string("null");
    };
    const std::optional<std::string> amount = person.amount;
    int64_t missing = 0, changed = 1 | 2;
    if (!person.phone) missing |= 1;
    if (!amount && person.host) missing |= 2;
    missing &= ~person.explained;
    if (person.host) changed |= 4;
    if (person.phone) changed |= 8;
    if (amount) changed |= 16;
    if (person.sort) changed |= 32;
    const auto number = [](int64_t value) { return std::to_string(value); };
    must(session_->run(
        "insert into record_visit values (" + store::literal(person.county) + ", " +
        number(person.key) + ", 'p" + number(person.key) + "', " + store::literal(person.county) +
        ", " + text(person.host) + ", " + text(person.phone) + ", " + (amount ? *amount : "null") +
        ", " + text(person.sort) + ", " + number(person.parcel) + ", 0, " + number(person.row_no) +
        ", " + number(missing) + ", " + number(person.explained) + ", " + number(person.verified) +
        ", " + number(changed) + ", date '" + to_text(day) + "', " + number(round) + ")"));
    touch("home", person.county);
    if (person.host) touch("host", *person.host);
  }
  // Ends the living version of a key; its places are touched.
  void end(int64_t key) {
    const std::string which = " from record_visit where key_hash = " + std::to_string(key);
    const store::Batch rows = must(session_->query("select home, host" + which));
    REQUIRE(rows.rows() == 1);
    must(session_->run("insert into record_visit_past select *, date '" + to_text(day) + "', " +
                       std::to_string(round) + ", 0" + which));
    must(session_->run("delete" + which));
    touch("home", std::string(rows["home"].text(0)));
    if (!rows["host"].is_null(0)) touch("host", std::string(rows["host"].text(0)));
  }
  void touch(const std::string& column_name, const std::string& area) {
    must(session_->run("insert into touched values ('visit', " + store::literal(column_name) +
                       ", " + store::literal(area) + ")"));
  }
  void taken(const std::string& county, int64_t changed, int64_t unchanged) {
    must(session_->run("insert into record_change values ('visit', 1, date '" + to_text(day) +
                       "', " + store::literal(county) + ", 0, " + std::to_string(changed) + ", " +
                       std::to_string(unchanged) + ", 0, 0, " + std::to_string(round) + ")"));
  }
  // Recomputes and seals.
  int64_t close() {
    frame::RoundContext made = context();
    const int64_t figures = must(recompute(made));
    must(session_->run("insert into round values (" + std::to_string(round) + ", date '" +
                       to_text(day) + "', 1, 1, 0, 0)"));
    return figures;
  }
  // "n" or "n/d" as a day stands; "-" without a figure.
  std::string value(const std::string& indicator, const std::string& area, Day of_day,
                    const std::string& axis = {}, const std::string& part = {}) {
    for (const Figure& figure : figures(indicator, area, of_day, axis))
      if (figure.part == part) return figure.d.empty() ? figure.n : figure.n + "/" + figure.d;
    return "-";
  }
  std::vector<Figure> figures(const std::string& indicator, const std::string& area, Day of_day,
                              const std::string& axis = {}, bool children = false) {
    return must(show(*session_, pack_, all(), {indicator, area, axis, of_day, children}));
  }
  int64_t stored_rows(const std::string& where = "true") {
    return must(session_->query("select count(*) as n from figure where " + where))["n"].int64(0);
  }
  static access::Scope all() { return must(access::Scope::of_operator("test", {})); }

  int64_t round = 0;
  Day day;

 private:
  store::TestFolder folder_;
  std::unique_ptr<store::Session> session_;
  pack::Pack pack_;
  std::shared_ptr<const pack::AreaIndex> areas_;
  access::RoundScope scope_ = access::RoundScopeMaker::make();
};

}  // namespace
}  // namespace diaodu::figure

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
