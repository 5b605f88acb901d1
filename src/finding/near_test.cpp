// Rules that share see who shares and nobody else, in a wave and when others are judged again.
#include "base/hash.hpp"
#include "finding/finding.hpp"
#include "frame/test_round.hpp"

using namespace diaodu;
using namespace diaodu::finding;
using frame::must;
using frame::PatchRow;
using frame::TestRounds;

namespace {

pack::Rule sharing(const char* id, const char* query) {
  pack::Rule made;
  made.id = id;
  made.register_id = "person";
  made.grade = pack::Grade::question;
  made.column = "phone";
  made.columns = {"id", "phone"};
  made.reach = pack::Reach::register_;
  made.shares = {"phone"};
  made.query = query;
  return made;
}

const pack::Pack& pack_of_test() {
  static const pack::Pack kPack = [] {
    pack::Pack pack = frame::test_pack();
    pack.rules = {sharing("phone_twice",
                          "select i.parcel, i.row_no from incoming i "
                          "join person w on w.phone = i.phone and w.id <> i.id"),
                  // Tells whom it sees: the first and the last of them.
                  sharing("sees",
                          "select i.parcel, i.row_no, seen.others as other_area from incoming i "
                          "join (select min(id) || max(id) as others from person) seen "
                          "on seen.others is not null")};
    return pack;
  }();
  return kPack;
}

void on_both(const std::function<void(TestRounds&)>& test) {
  store::on_each_engine([&](store::Store& store) {
    TestRounds rounds(store, pack_of_test());
    const std::string columns = "(dist_county varchar, key_hash bigint, " +
                                frame::column_definitions(rounds.person()) +
                                ", parcel bigint, sheet integer, row_no integer, missing bigint, "
                                "explained bigint, verified bigint, changed bigint, day_from date, "
                                "round_from bigint";
    must(rounds.session().run("create table record_person " + columns + ")"));
    must(rounds.session().run("create table record_person_past " + columns +
                              ", day_to date, round_to bigint, ended_by bigint)"));
    test(rounds);
  });
}

// As record would accept it; finding may not include record.
void live(TestRounds& rounds, const std::string& id, const std::string& phone, int round) {
  must(rounds.session().run(
      "insert into record_person (dist_county, key_hash, id, home, phone, parcel, sheet, row_no, "
      "missing, explained, verified, changed, day_from, round_from) values ('510101', " +
      std::to_string(row_id({id})) + ", '" + id + "', '510101001001', '" + phone +
      "', 1, 0, 2, 0, 0, 0, 32, date '2020-01-01', " + std::to_string(round) + ")"));
}

void end_living(TestRounds& rounds, const std::string& id, int round) {
  const std::string which = " from record_person where id = '" + id + "'";
  must(rounds.session().run("insert into record_person_past select *, date '2020-03-07', " +
                            std::to_string(round) + ", 2" + which));
  must(rounds.session().run("delete" + which));
}

void judge_wave(TestRounds& rounds, int wave) {
  must(frame::make_incoming(rounds.context(), rounds.person(), wave));
  must(judge(rounds.context(), rounds.person(), wave));
}

void judge_others(TestRounds& rounds) {
  must(
      rounds.session().run("insert into touched (register, column_name, area) values ('person', "
                           "'home', '510101')"));
  must(judge_consequences(rounds.context(), rounds.person(), {}));
  rounds.commit();
}

const char* const kA = "13012345678";
const char* const kB = "13099999999";

const char* const kTwice =
    "select show_id, round_from, round_to from (select *, cast(null as bigint) as round_to"
    " from finding union all select * from finding_past) f where rule = 'phone_twice' order by 1, "
    "2";

}  // namespace

TEST_CASE("a rule that shares sees the living rows that hold the same, and no others") {
  on_both([](TestRounds& rounds) {
    live(rounds, "y", kB, 0);
    live(rounds, "z", kA, 0);
    rounds.begin("2020-03-06", {{1, "a", {{"phone", kA}}}});
    judge_wave(rounds, 1);
    rounds.commit();
    CHECK(rounds.rows("select other_area from finding where rule = 'sees'") == "zz");
    CHECK(rounds.rows(kTwice) == "a|1|-");
  });
}

TEST_CASE("a second wave sees the first, also where nothing lived before the round") {
  on_both([](TestRounds& rounds) {
    PatchRow later{2, "b", {{"phone", kA}}};
    later.wave = 2;
    rounds.begin("2020-03-06", {{1, "a", {{"phone", kA}}}, later});
    judge_wave(rounds, 1);
    CHECK(rounds.rows(kTwice) == "");
    live(rounds, "a", kA, 1);
    judge_wave(rounds, 2);
    CHECK(rounds.rows(kTwice) == "b|1|-");
    rounds.commit();
  });
}

TEST_CASE("who shares what a row gained, or gave up, is judged again") {
  on_both([](TestRounds& rounds) {
    live(rounds, "z", kA, 0);
    rounds.begin("2020-03-06", {{1, "b", {{"phone", kA}}}});
    judge_wave(rounds, 1);
    live(rounds, "b", kA, 1);
    judge_others(rounds);
    CHECK(rounds.rows(kTwice) == "b|1|- ; z|1|-");

    rounds.begin("2020-03-07", {{2, "b", {{"phone", kB}}}});
    judge_wave(rounds, 1);
    end_living(rounds, "b", 2);
    live(rounds, "b", kB, 2);
    judge_others(rounds);
    CHECK(rounds.rows(kTwice) == "b|1|2 ; z|1|2");
    CHECK(rounds.rows("select count(*) from near_made") == "0");
  });
}
