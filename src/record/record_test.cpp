// What a record promises, on either engine.
#include "record/record.hpp"

#include <algorithm>
#include <utility>

#include "access/scope_maker.hpp"
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
    Accepted done = accept_round(rounds, "2020-03-06", {{1, "a", {{"pay", "3500"}}}, {1, "b", {}}});
    CHECK(done.rows_new == 2);
    CHECK(done.cells_changed == 0);
    done = accept_round(rounds, "2020-03-07", {{2, "a", {{"pay", "3500.00"}}}});
    CHECK(done.rows_unchanged == 1);
    CHECK(rounds.rows("select parcel from record_person order by id") == "1 ; 1");
    done =
        accept_round(rounds, "2020-03-08", {{3, "a", {{"pay", "3600"}, {"phone", "13012345678"}}}});
    CHECK(done.rows_changed == 1);
    CHECK(done.cells_changed == 2);
    CHECK(rounds.rows(
              "select id, pay, phone, parcel, changed, day_from, round_from from record_person "
              "where id = 'a'") == "a|3600|13012345678|3|48|2020-03-08|3");
    CHECK(rounds.rows(
              "select id, pay, phone, parcel, day_from, day_to, round_from, round_to, ended_by "
              "from record_person_past") == "a|3500|-|1|2020-03-06|2020-03-08|1|3|3");
    CHECK(rounds.rows("select parcel, rows_new, rows_changed, rows_unchanged, cells_changed from "
                      "record_change order by parcel") == "1|2|0|0|0 ; 2|0|0|1|0 ; 3|0|1|0|2");
  });
}

TEST_CASE("of a great wave only the county that holds records is joined, to the same end") {
  on_both([](TestRounds& rounds) {
    accept_round(rounds, "2020-03-06", {{1, "a", {{"pay", "1000"}}}, {1, "b", {}}});
    std::vector<PatchRow> rows = {{2, "a", {{"pay", "2000"}}}, {2, "c", {}}};
    rows.push_back({2, "b", {}, "510104"});
    for (int i = 0; i < 20'000; ++i) rows.push_back({2, "n" + std::to_string(i), {}, "510104"});
    frame::RoundContext& round = rounds.begin("2020-03-07", rows);
    CHECK(must(frame::make_incoming(round, rounds.person(), 1)) == 20'003);
    CHECK(rounds.rows("select id, dist_county, case when is_new then 1 else 0 end, elsewhere, "
                      "old_area_0 from incoming_person where id in ('a', 'b', 'c') order by id") ==
          "a|510101|0|-|510101001001 ; b|510104|1|510101|- ; c|510101|1|-|-");
    const Accepted done = must(accept(round, rounds.person(), 1));
    rounds.commit();
    CHECK(done.rows_new == 20'002);
    CHECK(done.rows_changed == 1);
    CHECK(rounds.rows("select dist_county, count(*) as n from record_person group by dist_county "
                      "order by dist_county") == "510101|3 ; 510104|20001");
    CHECK(rounds.rows("select id, pay, ended_by from record_person_past") == "a|1000|2");
  });
}

TEST_CASE("a column left out is kept, an erased one becomes null") {
  on_both([](TestRounds& rounds) {
    accept_round(rounds, "2020-03-06", {{1, "a", {{"pay", "3500"}, {"phone", "13012345678"}}}});
    accept_round(rounds, "2020-03-07", {{2, "a", {{"phone", ""}}}});
    CHECK(rounds.rows("select pay, phone, changed from record_person") == "3500|-|32");
    const Accepted again = accept_round(rounds, "2020-03-08", {{3, "a", {{"phone", ""}}}});
    CHECK(again.rows_unchanged == 1);
  });
}

TEST_CASE("rows of one key in two waves apply in their order") {
  on_both([](TestRounds& rounds) {
    PatchRow later{2, "a", {{"phone", "13012345678"}}};
    later.wave = 2;
    const Accepted done = accept_round(rounds, "2020-03-06", {{1, "a", {{"pay", "1"}}}, later});
    CHECK(done.rows_new == 1);
    CHECK(done.rows_changed == 1);
    CHECK(rounds.rows("select pay, phone, parcel from record_person") == "1|13012345678|2");
    CHECK(rounds.rows("select parcel, round_from, round_to from record_person_past") == "1|1|1");
  });
}

TEST_CASE("missing cells are counted where their condition holds, explained ones apart") {
  on_both([](TestRounds& rounds) {
    accept_round(rounds, "2020-03-06",
                 {{1, "a", {}},                                        // pay and phone missing
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
                 {{1, "a", {{"pay", "1"}, {"checked_by", "张三"}, {"checked_on", "2020-03-06"}}}});
    CHECK(rounds.rows("select verified from record_person") == "7");
    // The old verification sent again with a new phone does not verify the phone.
    accept_round(
        rounds, "2020-03-07",
        {{2,
          "a",
          {{"phone", "13012345678"}, {"checked_by", "张三"}, {"checked_on", "2020-03-06"}}}});
    CHECK(rounds.rows("select verified from record_person") == "3");
    accept_round(rounds, "2020-03-08",
                 {{3, "a", {{"pay", "2"}, {"checked_by", "李四"}, {"checked_on", "2020-03-08"}}}});
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

namespace {

void note_parcel(TestRounds& rounds, int64_t parcel, const std::string& area, bool full,
                 int64_t round) {
  must(rounds.session().run(
      "insert into parcel (parcel, register, area, day, actor, state, is_full, rows_in, "
      "rows_left_out, round_from) "
      "values ($parcel, 'person', $area, date '2020-03-06', 'x', 'taken', $full, 0, 0, $round)",
      {{"parcel", parcel}, {"area", area}, {"full", full}, {"round", round}}));
}

Accepted withdraw_round(TestRounds& rounds, const std::string& day, int64_t parcel) {
  frame::RoundContext& round = rounds.begin(day);
  must(rounds.session().run("update parcel set state = 'withdrawn' where parcel = $parcel",
                            {{"parcel", parcel}}));
  const Accepted done = must(withdraw(round, parcel));
  rounds.commit();
  return done;
}

}  // namespace

TEST_CASE("a withdrawn parcel's cells go back, later ones stay") {
  on_both([](TestRounds& rounds) {
    for (int64_t parcel = 1; parcel <= 4; ++parcel)
      note_parcel(rounds, parcel, "510101", false, parcel);
    accept_round(rounds, "2020-03-06", {{1, "a", {{"pay", "1"}, {"boss", "甲"}}}});
    accept_round(rounds, "2020-03-07",
                 {{2, "a", {{"pay", "2"}, {"boss", "乙"}}}, {2, "b", {{"pay", "9"}}}});
    accept_round(rounds, "2020-03-08", {{3, "a", {{"boss", "丙"}}}});
    const Accepted done = withdraw_round(rounds, "2020-03-09", 2);
    CHECK(done.rows_changed == 1);
    CHECK(done.rows_ended == 1);
    CHECK(done.cells_changed == 1);
    CHECK(rounds.rows("select id, pay, boss, round_from from record_person") == "a|1|丙|4");
    // The third withdrawn too: what the first set is left; and then nothing.
    withdraw_round(rounds, "2020-03-10", 3);
    CHECK(rounds.rows("select id, pay, boss from record_person") == "a|1|甲");
    withdraw_round(rounds, "2020-03-11", 1);
    CHECK(rounds.rows("select count(*) from record_person") == "0");
    CHECK(rounds.rows("select count(*) from record_person_past where id = 'a' and day_to = date "
                      "'2020-03-11'") == "1");
  });
}

TEST_CASE("a record whose place only a withdrawn parcel gave ends whole, and its counties know") {
  on_both([](TestRounds& rounds) {
    for (int64_t parcel = 1; parcel <= 3; ++parcel)
      note_parcel(rounds, parcel, "510101", false, parcel);
    accept_round(rounds, "2020-03-06",
                 {{1, "a", {{"host", "440101"}, {"pay", "1"}}}, {1, "b", {{"pay", "1"}}}});
    // the second confirms the place, which is no change, and sets the pay
    accept_round(rounds, "2020-03-07", {{2, "a", {{"pay", "2"}}}});
    accept_round(rounds, "2020-03-08", {{3, "b", {{"home", "510101002001"}}}});
    frame::RoundContext& round = rounds.begin("2020-03-09");
    must(rounds.session().run("update parcel set state = 'withdrawn' where parcel = 1"));
    const Accepted done = must(withdraw(round, 1));
    CHECK(done.rows_ended == 1);
    CHECK(done.rows_changed == 1);
    CHECK(rounds.rows("select id, home, pay from record_person") == "b|510101002001|-");
    CHECK(rounds.rows("select id, pay, ended_by from record_person_past where round_to = 4 and id "
                      "= 'a'") == "a|2|1");
    CHECK(rounds.rows("select distinct column_name, area from touched order by 1, 2") ==
          "home|510101 ; host|440101");
    rounds.commit();
    // sent again, it begins again; the second withdrawn then takes nothing from it
    note_parcel(rounds, 5, "510101", false, 5);
    accept_round(rounds, "2020-03-10", {{5, "a", {{"pay", "5"}}}});
    withdraw_round(rounds, "2020-03-11", 2);
    CHECK(rounds.rows("select id, pay from record_person order by id") == "a|5 ; b|-");
  });
}

TEST_CASE(
    "a full file ends the absent records of its sender only, and its withdrawal brings them back") {
  on_both([](TestRounds& rounds) {
    note_parcel(rounds, 1, "51", false, 1);
    note_parcel(rounds, 2, "510101", true, 2);
    accept_round(rounds, "2020-03-06",
                 {{1, "a", {{"host", "440101"}}}, {1, "b", {}}, {1, "c", {}, "510102"}});
    frame::RoundContext& round = rounds.begin("2020-03-07", {{2, "b", {}}});
    must(frame::make_incoming(round, rounds.person(), 1));
    must(accept(round, rounds.person(), 1));
    CHECK(must(end_absent(round, rounds.person())).rows_ended == 1);
    CHECK(rounds.rows("select column_name, area from touched order by 1, 2") ==
          "home|510101 ; home|510101 ; host|440101");
    rounds.commit();
    CHECK(rounds.rows("select id from record_person order by id") == "b ; c");
    CHECK(rounds.rows("select id, ended_by from record_person_past") == "a|2");
    CHECK(withdraw_round(rounds, "2020-03-08", 2).rows_new == 1);
    CHECK(rounds.rows("select id, host from record_person order by id") == "a|440101 ; b|- ; c|-");
  });
}

TEST_CASE("the list pages by key, masks, and shows a day as it stood") {
  on_both([](TestRounds& rounds) {
    accept_round(rounds, "2020-03-06",
                 {{1, "a", {{"phone", "13012345678"}}}, {1, "b", {{"pay", "12.5"}}}});
    accept_round(rounds, "2020-03-08", {{2, "b", {{"pay", "13"}}}, {2, "c", {}, "510102"}});
    const auto scope = must(access::Scope::of_operator("test", std::nullopt));
    std::string next;
    const auto listed = [&](Ask ask) {
      ask.register_id = "person";
      next.clear();
      std::string text;
      must(list(
          rounds.session(), pack_of_test(), scope, ask,
          [&](const std::vector<std::string>& cells) {
            text += cells[0] + "/" + cells[4] + "/" + cells[5] + " ";
            return true;
          },
          &next));
      return text;
    };
    CHECK(listed({}).find("13012345678") == std::string::npos);
    CHECK(listed({.area = "510101"}).find("c/") == std::string::npos);
    CHECK(listed({.area = "510101"}).find("b/13/ ") != std::string::npos);
    CHECK(listed({.day = parse_day("2020-03-07")}).find("b/12.5/ ") != std::string::npos);
    CHECK(next.empty());
    // Page by page: each record once, in the order of county and key.
    CHECK(listed({.limit = 1}) == "栏id/栏pay/栏phone a//130****5678 ");
    CHECK(next == "510101-" + std::to_string(row_id({"a"})));
    CHECK(listed({.after = next, .limit = 1}) == "栏id/栏pay/栏phone b/13/ ");
    CHECK(listed({.after = next, .limit = 1}) == "栏id/栏pay/栏phone c// ");
    CHECK(next.empty());
    CHECK(listed({.after = "510101-" + std::to_string(row_id({"a"}))}) ==
          "栏id/栏pay/栏phone b/13/ c// ");
    for (const char* after : {"510101-1", "510101", "-", "x-y", "510101-1'"}) {
      Ask ask;
      ask.register_id = "person";
      ask.after = after;
      const auto gone = list(rounds.session(), pack_of_test(), scope, ask,
                             [](const std::vector<std::string>&) { return true; });
      CHECK(gone.error().code == "record.page_gone");
    }
    const auto versions =
        must(history(rounds.session(), pack_of_test(), scope, "person", "510101", row_id({"b"})));
    REQUIRE(versions.size() == 2);
    CHECK(versions[0].changed == std::vector<std::string>{"pay"});
    CHECK(versions[1].round_to == 2);
  });
}

TEST_CASE("a township sees its own rows; a host place its people, in the columns for it only") {
  pack::Pack pack = frame::test_pack();
  pack.registers[0].columns[1].host_view = pack.registers[0].columns[5].host_view = true;
  store::on_each_engine([&](store::Store& store) {
    TestRounds rounds(store, pack);
    must(make_tables(rounds.session(), pack));
    const std::string near = "510101001001", far = "510101002001";
    accept_round(rounds, "2020-03-06",
                 {{1, "a", {{"home", near}, {"host", "440101"}, {"phone", "13012345678"}}},
                  {1, "b", {{"home", far}, {"host", "440302"}, {"pay", "1"}}},
                  {1, "c", {{"home", near}}}});
    const auto listed = [&](const access::Scope& scope) {
      std::string text;
      std::vector<std::string> heads;
      bool is_after_heads = false;
      const auto cell = [&](const std::vector<std::string>& cells, size_t column) {
        const std::string& title = pack.registers[0].columns[column].title.zh;
        const auto at = std::find(heads.begin(), heads.end(), title);
        return at == heads.end() ? "left out" : cells[static_cast<size_t>(at - heads.begin())];
      };
      Ask ask;
      ask.register_id = "person";
      must(list(rounds.session(), pack, scope, ask, [&](const std::vector<std::string>& cells) {
        if (!std::exchange(is_after_heads, true))
          heads = cells;
        else
          text += cell(cells, 0) + "/" + cell(cells, 3) + "/" + cell(cells, 5) + " ";
        return true;
      }));
      return text;
    };
    using access::Columns;
    using access::Grant;
    using access::ScopeMaker;
    using access::Side;
    const auto scope = [](Grant grant, const char* purpose) {
      return ScopeMaker::make("li", purpose, {std::move(grant)});
    };
    CHECK(listed(scope({"510101001"}, "")) == "a/440101/130****5678 c// ");
    CHECK(listed(scope({"510101002"}, "")) == "b/440302/ ");
    CHECK(listed(scope({"5101"}, "")) == "a/440101/130****5678 b/440302/ c// ");
    CHECK(listed(scope({"52"}, "")) == "");
    const Grant host = {"4401", Side::host, "", Columns::host_view};
    CHECK(listed(scope(host, "")) == "left out/left out/130****5678 ");
    CHECK(listed(scope(host, "电话核实")) == "left out/left out/13012345678 ");
    CHECK(listed(scope({"510101002", Side::home, "", Columns::personal, "44"}, "")) ==
          "b/440302/ ");
    CHECK(listed(scope({"4401", Side::host, "", Columns::personal, "510101002"}, "")) == "");
    CHECK(listed(scope({"51", Side::home, "", Columns::open}, "电话核实")) ==
          "left out/left out/left out left out/left out/left out left out/left out/left out ");
  });
}

TEST_CASE("what stands in the place of a person's number and is none is masked in lists") {
  pack::Pack personal = frame::test_pack();
  personal.registers[0].secret = pack::Secret::personal;
  store::on_each_engine([&](store::Store& store) {
    TestRounds rounds(store, personal);
    must(make_tables(rounds.session(), personal));
    accept_round(rounds, "2020-03-06",
                 {{1, "P-01_a", {}}, {1, "住县城的张三", {}}, {1, "51341219900101123X", {}}});
    const auto scope = must(access::Scope::of_operator("test", std::nullopt));
    std::vector<std::string> ids;
    Ask ask;
    ask.register_id = "person";
    must(list(rounds.session(), personal, scope, ask, [&](const std::vector<std::string>& cells) {
      ids.push_back(cells[0]);
      return true;
    }));
    ids.erase(ids.begin());  // the headings
    CHECK(ids == std::vector<std::string>{"5134**********123X", "P-01_a", "******"});
  });
}

TEST_CASE("a view shows the register as it stood, what changed since, and the day's changes") {
  on_both([](TestRounds& rounds) {
    accept_round(rounds, "2020-03-06",
                 {{1, "a", {{"pay", "1"}}}, {1, "b", {}}, {1, "c", {}, "330101"}});
    accept_round(rounds, "2020-03-08", {{2, "a", {{"pay", "2"}, {"phone", "13012345678"}}}});
    frame::FrameSpec spec;
    spec.register_id = "person";
    const auto seen = [&](const char* day, const char* sql) {
      spec.day = *parse_day(day);
      must(frame::make_views(rounds.session(), pack_of_test(), spec));
      return rounds.rows(sql);
    };
    const char* const kAll = "select id, pay, complete from person order by id";
    CHECK(seen("2020-03-07", kAll) == "a|1|false ; b|-|false ; c|-|false");
    CHECK(seen("2020-03-08", kAll) == "a|2|true ; b|-|false ; c|-|false");
    CHECK(seen("2020-03-05", kAll) == "");
    CHECK(seen("2020-03-08", "select id, pay from person_before") == "a|1");
    CHECK(seen("2020-03-08", "select rows_changed, cells_changed from person_change") == "1|2");
    spec.known_round = 1;
    CHECK(seen("2020-03-08", kAll) == "a|1|false ; b|-|false ; c|-|false");
    spec.known_round = 0;
    spec.counties = {"330101"};
    CHECK(seen("2020-03-08", kAll) == "c|-|false");
  });
}
