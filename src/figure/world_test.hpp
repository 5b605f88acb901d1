#pragma once
// A small country of two provinces, one register, and its rounds.
#include <doctest/doctest.h>

#include <fstream>
#include <memory>

#include "access/round_scope_maker.hpp"
#include "figure/figure.hpp"
#include "frame/temporary.hpp"
#include "store/test_store.hpp"

namespace diaodu::figure {

using store::must;

constexpr const char* kTestAreas =
    "code,name,from_year,to_year,successor,source\n"
    "51,South,,,,test\n5101,Southtown,,,,test\n510101,Eastgate,,,,test\n510102,Westgate,,,,test\n"
    "5102,Hilltown,,,,test\n510201,Hill,,,,test\n"
    "52,North,,,,test\n5201,Northtown,,,,test\n520101,Bridge,,,,test\n";

inline pack::ColumnDef column(const std::string& name, const std::string& type, pack::Need need,
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

inline pack::Indicator indicator(const std::string& id, pack::Kind kind, const std::string& measure,
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

inline pack::Pack test_pack(const std::string& folder) {
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

}  // namespace diaodu::figure
