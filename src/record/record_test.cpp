// What a record promises, on either engine.
#include "record/record.hpp"

#include "base/decimal.hpp"
#include "frame/test_round.hpp"

using namespace diaodu;
using namespace diaodu::record;
using frame::must;
using frame::PatchRow;
using frame::TestRounds;

namespace {

const pack::Pack& pack_of_test() {
  static const pack::Pack kPack = frame::test_pack();
  return kPack;
}

// One whole round of acceptance; gives the sum over its waves.
Accepted accept_round(TestRounds& rounds, const std::string& day,
                      const std::vector<PatchRow>& rows) {
  frame::RoundContext& round = rounds.begin(day, rows);
  Accepted sum;
  for (int wave = 1;; ++wave) {
    if (must(frame::make_incoming(round, rounds.person(), wave)) == 0) break;
    const Accepted one = must(accept(round, rounds.person(), wave));
    sum.rows_new += one.rows_new, sum.rows_changed += one.rows_changed;
    sum.rows_unchanged += one.rows_unchanged, sum.cells_changed += one.cells_changed;
  }
  rounds.commit();
  return sum;
}

void on_both(const std::function<void(TestRounds&)>& test) {
  store::on_each_engine([&](store::Store& store) {
    TestRounds rounds(store, pack_of_test());
    must(make_tables(rounds.session(), pack_of_test()));
    must(make_tables(rounds.session(), pack_of_test()));  // twice is harmless
    test(rounds);
  });
}

}  // namespace

TEST_CASE("a new row lives, an equal one is counted, a changed one closes the old version") {
  on_both([](TestRounds& rounds) {
    Accepted done =
        accept_round(rounds, "2020-03-06", {{1, "a", {{"wage", "3500"}}}, {1, "b", {}}});
    CHECK(done.rows_new == 2);
    CHECK(done.cells_changed == 0);
    done = accept_round(rounds, "2020-03-07", {{2, "a", {{"wage", "3500.00"}}}});
    CHECK(done.rows_unchanged == 1);
    CHECK(rounds.rows("select parcel from record_person order by id") == "1 ; 1");
    done = accept_round(rounds, "2020-03-08",
                        {{3, "a", {{"wage", "3600"}, {"phone", "13012345678"}}}});
    CHECK(done.rows_changed == 1);
    CHECK(done.cells_changed == 2);
    CHECK(rounds.rows(
              "select id, wage, phone, parcel, changed, day_from, round_from from record_person "
              "where id = 'a'") == "a|3600|13012345678|3|48|2020-03-08|3");
    CHECK(rounds.rows(
              "select id, wage, phone, parcel, day_from, day_to, round_from, round_to, ended_by "
              "from record_person_past") == "a|3500|-|1|2020-03-06|2020-03-08|1|3|3");
    CHECK(rounds.rows("select parcel, rows_new, rows_changed, rows_unchanged, cells_changed from "
                      "record_change order by parcel") == "1|2|0|0|0 ; 2|0|0|1|0 ; 3|0|1|0|2");
  });
}

TEST_CASE("a column left out is kept, an erased one becomes null") {
  on_both([](TestRounds& rounds) {
    accept_round(rounds, "2020-03-06", {{1, "a", {{"wage", "3500"}, {"phone", "13012345678"}}}});
    accept_round(rounds, "2020-03-07", {{2, "a", {{"phone", ""}}}});
    CHECK(rounds.rows("select wage, phone, changed from record_person") == "3500|-|32");
    const Accepted again = accept_round(rounds, "2020-03-08", {{3, "a", {{"phone", ""}}}});
    CHECK(again.rows_unchanged == 1);
  });
}

TEST_CASE("rows of one key in two waves apply in their order") {
  on_both([](TestRounds& rounds) {
    PatchRow later{2, "a", {{"phone", "13012345678"}}};
    later.wave = 2;
    const Accepted done = accept_round(rounds, "2020-03-06", {{1, "a", {{"wage", "1"}}}, later});
    CHECK(done.rows_new == 1);
    CHECK(done.rows_changed == 1);
    CHECK(rounds.rows("select wage, phone, parcel from record_person") == "1|13012345678|2");
    CHECK(rounds.rows("select parcel, round_from, round_to from record_person_past") == "1|1|1");
  });
}

TEST_CASE("missing cells are counted where their condition holds, explained ones apart") {
  on_both([](TestRounds& rounds) {
    accept_round(rounds, "2020-03-06",
                 {{1, "a", {}},                                        // wage and phone missing
                  {1, "b", {{"host", "440101"}}},                      // and boss
                  {1, "c", {{"reason", "01"}}},                        // phone explained
                  {1, "d", {{"host", "440101"}, {"reason", "02"}}}});  // all explained
    CHECK(rounds.rows("select id, missing, explained from record_person order by id") ==
          "a|3|0 ; b|7|0 ; c|1|2 ; d|0|7");
  });
}

TEST_CASE("a verification holds for every group until its group changes") {
  on_both([](TestRounds& rounds) {
    accept_round(rounds, "2020-03-06",
                 {{1, "a", {{"wage", "1"}, {"checked_by", "张三"}, {"checked_on", "2020-03-06"}}}});
    CHECK(rounds.rows("select verified from record_person") == "7");
    // The old verification sent again with a new phone does not verify the phone.
    accept_round(
        rounds, "2020-03-07",
        {{2,
          "a",
          {{"phone", "13012345678"}, {"checked_by", "张三"}, {"checked_on", "2020-03-06"}}}});
    CHECK(rounds.rows("select verified from record_person") == "3");
    accept_round(rounds, "2020-03-08",
                 {{3, "a", {{"wage", "2"}, {"checked_by", "李四"}, {"checked_on", "2020-03-08"}}}});
    CHECK(rounds.rows("select verified from record_person") == "7");
  });
}

TEST_CASE("a refused row makes no version, and a refusal of one row hides no other") {
  on_both([](TestRounds& rounds) {
    PatchRow second{1, "b", {}};
    second.row_no = 3;
    frame::RoundContext& round = rounds.begin("2020-03-06", {{1, "a", {}}, second});
    must(frame::make_incoming(round, rounds.person(), 1));
    must(rounds.session().run("insert into refused (parcel, sheet, row_no) values (1, 0, 2)"));
    const Accepted done = must(accept(round, rounds.person(), 1));
    CHECK(done.rows_new == 1);
    CHECK(rounds.rows("select id from record_person") == "b");
    rounds.commit();
  });
}

TEST_CASE("touched names the counties of both areas, before and after") {
  on_both([](TestRounds& rounds) {
    accept_round(rounds, "2020-03-06", {{1, "a", {{"host", "440101"}}}});
    frame::RoundContext& round = rounds.begin("2020-03-07", {{2, "a", {{"host", "330101"}}}});
    must(frame::make_incoming(round, rounds.person(), 1));
    must(accept(round, rounds.person(), 1));
    CHECK(rounds.rows("select column_name, area from touched order by column_name, area") ==
          "home|510101 ; host|330101 ; host|440101");
    rounds.commit();
  });
}
