// What findings promise, on either engine.
#include "finding/finding.hpp"

#include "base/decimal.hpp"
#include "frame/test_round.hpp"

using namespace diaodu;
using namespace diaodu::finding;
using frame::must;
using frame::PatchRow;
using frame::TestRounds;

namespace {

pack::Rule rule(const char* id, pack::Grade grade, const char* column, const char* fails,
                std::vector<std::string> columns) {
  pack::Rule made;
  made.id = id;
  made.register_id = "person";
  made.grade = grade;
  made.column = column;
  made.fails = fails;
  made.columns = std::move(columns);
  return made;
}

pack::Pack with_rules() {
  pack::Pack pack = frame::test_pack();
  pack::ParamDef limit;
  limit.id = "pay_max";
  limit.values = {{*parse_day("2020-01-01"), "", "30000", ""},
                  {*parse_day("2020-01-01"), "52", "20000", ""},
                  {*parse_day("2021-01-01"), "", "40000", ""}};
  pack.params.push_back(limit);
  using pack::Grade;
  pack::Rule high = rule("pay_high", Grade::question, "pay", "pay > $pay_max", {"pay"});
  high.says = {"工资{pay}元，高于{pay_max}元，单位{boss}", "pay {pay} over {pay_max}"};
  pack.rules.push_back(high);
  pack.rules.push_back(
      rule("checked_late", Grade::reject, "checked_on", "checked_on > $day", {"checked_on"}));
  pack.rules.back().says = {"日期{checked_on}在以后", "{checked_on} lies ahead"};
  pack::Rule twice = rule("phone_twice", Grade::question, "phone", "", {"id", "phone"});
  twice.reach = pack::Reach::register_;
  twice.query =
      "select i.parcel, i.row_no, min(s.dist_county) as other_area from incoming i join (select "
      "id, phone, "
      "dist_county from person union all select id, phone, dist_county from incoming) s on s.phone "
      "= i.phone "
      "and s.id <> i.id group by i.parcel, i.row_no";
  twice.says = {"电话{phone}与{other_area}的人相同", "same telephone {phone}"};
  pack.rules.push_back(twice);
  return pack;
}

const pack::Pack& pack_of_test() {
  static const pack::Pack kPack = with_rules();
  return kPack;
}

// record's tables, as far as frames read them: finding may not include record.
void make_record_tables(TestRounds& rounds) {
  const std::string columns = "(dist_county varchar, key_hash bigint, " +
                              frame::column_definitions(rounds.person()) +
                              ", parcel bigint, sheet integer, row_no integer, missing bigint, "
                              "explained bigint, verified bigint, changed "
                              "bigint, day_from date, round_from bigint";
  must(rounds.session().run("create table record_person " + columns + ")"));
  must(rounds.session().run("create table record_person_past " + columns +
                            ", day_to date, round_to bigint, ended_by bigint)"));
}

void judge_only(TestRounds& rounds, const std::string& day, const std::vector<PatchRow>& rows) {
  frame::RoundContext& round = rounds.begin(day, rows);
  must(frame::make_incoming(round, rounds.person(), 1));
  must(judge(round, rounds.person(), 1));
}

void on_both(const std::function<void(TestRounds&)>& test) {
  store::on_each_engine([&](store::Store& store) {
    TestRounds rounds(store, pack_of_test());
    make_record_tables(rounds);
    test(rounds);
  });
}

std::string of_ever(const std::string& columns, const std::string& order) {
  return "select " + columns +
         " from (select *, cast(null as bigint) as round_to from finding"
         " union all select * from finding_past) f order by " +
         order;
}

const std::string kEver = of_ever("rule, column_name, show_id, shown, round_from, round_to",
                                  "rule, show_id, round_from, column_name");

PatchRow numbered(PatchRow row, int row_no) {
  row.row_no = row_no;
  return row;
}

}  // namespace

TEST_CASE("a rule finds the rows that fail it, by the param of the place") {
  on_both([](TestRounds& rounds) {
    judge_only(
        rounds, "2020-03-06",
        {numbered({1, "a", {{"pay", "30000"}}}, 2), numbered({1, "b", {{"pay", "30000.5"}}}, 3),
         numbered({1, "c", {{"pay", "20001"}}, "520101"}, 4)});
    CHECK(rounds.rows(kEver) == "pay_high|pay|b|30000.50|1|- ; pay_high|pay|c|20001.00|1|-");
    CHECK(rounds.rows("select replace(replace(params, chr(31), ','), chr(30), '?') as p from "
                      "finding order by "
                      "show_id") == "30000.50,30000,? ; 20001.00,20000,?");
    CHECK(rounds.rows("select count(*) from refused") == "0");
    rounds.commit();
  });
}

TEST_CASE("a reject refuses its row only; a cell that must be there too") {
  on_both([](TestRounds& rounds) {
    judge_only(rounds, "2020-03-06",
               {numbered({1, "a", {{"checked_on", "2020-03-07"}}}, 2), numbered({1, "b", {}}, 3),
                numbered({1, "c", {{"home", ""}}}, 4)});
    CHECK(rounds.rows("select row_no from refused order by row_no") == "2 ; 4");
    CHECK(rounds.rows(kEver) == "_need|home|c|-|1|- ; checked_late|checked_on|a|2020-03-07|1|-");
    rounds.commit();
  });
}

TEST_CASE("a finding ends when its cell is touched and passes, and stays when it is not touched") {
  on_both([](TestRounds& rounds) {
    judge_only(rounds, "2020-03-06", {{1, "a", {{"pay", "40000"}}}});
    rounds.commit();
    judge_only(rounds, "2020-03-07", {{2, "a", {{"boss", "某厂"}}}});
    rounds.commit();
    CHECK(rounds.rows(kEver) == "pay_high|pay|a|40000.00|1|-");
    judge_only(rounds, "2020-03-08", {{3, "a", {{"pay", "3000"}}}});
    rounds.commit();
    CHECK(rounds.rows(kEver) == "pay_high|pay|a|40000.00|1|3");
    judge_only(rounds, "2020-03-09", {{4, "a", {{"pay", "50000"}}}});
    rounds.commit();
    CHECK(rounds.rows(kEver) == "pay_high|pay|a|40000.00|1|3 ; pay_high|pay|a|50000.00|4|-");
    CHECK(rounds.rows("select count(distinct finding) as n from finding") == "1");
  });
}

TEST_CASE("a failed cast is taken over, and ends when the cell gets a value") {
  on_both([](TestRounds& rounds) {
    const auto failure = [&](int64_t parcel) {
      must(
          rounds.session().run("insert into intake_failure (register, parcel, sheet, row_no, "
                               "column_name, rule, grade, dist_county, "
                               "area, key_hash, show_id, shown) values ('person', $parcel, 0, 2, "
                               "'phone', '_cast.not_a_phone', "
                               "'question', '510101', '510101001001', $key, 'a', '1301')",
                               {{"parcel", parcel}, {"key", row_id({"a"})}}));
    };
    frame::RoundContext& round = rounds.begin("2020-03-06", {{1, "a", {{"pay", "1"}}}});
    failure(1);
    must(frame::make_incoming(round, rounds.person(), 1));
    must(judge(round, rounds.person(), 1));
    rounds.commit();
    frame::RoundContext& again = rounds.begin("2020-03-07", {{2, "a", {{"pay", "2"}}}});
    failure(2);
    must(frame::make_incoming(again, rounds.person(), 1));
    must(judge(again, rounds.person(), 1));
    rounds.commit();
    CHECK(rounds.rows(of_ever("parcel, round_from, round_to", "parcel")) == "1|1|2 ; 2|2|-");
    judge_only(rounds, "2020-03-08", {{3, "a", {{"phone", "13012345678"}}}});
    rounds.commit();
    CHECK(rounds.rows(of_ever("parcel, round_from, round_to", "parcel")) == "1|1|2 ; 2|2|3");
  });
}

TEST_CASE(
    "a double within a file stays open while its first row is judged; the next file ends it") {
  on_both([](TestRounds& rounds) {
    frame::RoundContext& round = rounds.begin("2020-03-06", {{1, "a", {{"pay", "1"}}}});
    for (const char* rule : {"_twice", "_twice_same"})
      must(rounds.session().run(
          "insert into intake_failure (register, parcel, sheet, row_no, column_name, rule, grade, "
          "dist_county, area, key_hash, show_id, shown) values ('person', 1, 0, 3, 'id', $rule, "
          "'reject', '510101', '510101001001', $key, 'a', 'a')",
          {{"rule", rule}, {"key", row_id({"a"})}}));
    must(frame::make_incoming(round, rounds.person(), 1));
    must(judge(round, rounds.person(), 1));
    CHECK(rounds.rows(kEver) == "_twice|id|a|a|1|- ; _twice_same|id|a|a|1|-");
    CHECK(rounds.rows("select distinct row_no from refused") == "3");
    rounds.commit();
    judge_only(rounds, "2020-03-07", {{2, "a", {{"pay", "1"}}}});
    rounds.commit();
    CHECK(rounds.rows(kEver) == "_twice|id|a|a|1|2 ; _twice_same|id|a|a|1|2");
  });
}

TEST_CASE("three rows of one key in one file are three findings") {
  on_both([](TestRounds& rounds) {
    frame::RoundContext& round = rounds.begin("2020-03-06", {{1, "a", {{"pay", "1"}}}});
    for (const int row : {3, 4})
      must(rounds.session().run(
          "insert into intake_failure (register, parcel, sheet, row_no, column_name, rule, grade, "
          "dist_county, area, key_hash, show_id, shown) values ('person', 1, 0, $row, 'id', "
          "'_twice', 'reject', '510101', '510101001001', $key, 'a', 'a')",
          {{"row", int32_t{row}}, {"key", row_id({"a"})}}));
    must(frame::make_incoming(round, rounds.person(), 1));
    must(judge(round, rounds.person(), 1));
    CHECK(rounds.rows("select count(distinct finding) as n, count(*) as m from finding") == "2|2");
    rounds.commit();
    judge_only(rounds, "2020-03-07", {{2, "a", {{"pay", "1"}}}});
    rounds.commit();
    CHECK(rounds.rows("select count(*) from finding") == "0");
  });
}

TEST_CASE("a later file of the same round ends what an earlier one left open") {
  on_both([](TestRounds& rounds) {
    PatchRow later{2, "a", {{"pay", "3000"}}};
    later.wave = 2;
    frame::RoundContext& round = rounds.begin("2020-03-06", {{1, "a", {{"pay", "40000"}}}, later});
    for (int wave = 1; wave <= 2; ++wave) {
      must(frame::make_incoming(round, rounds.person(), wave));
      must(judge(round, rounds.person(), wave));
      if (wave == 1) CHECK(rounds.rows(kEver) == "pay_high|pay|a|40000.00|1|-");
    }
    CHECK(rounds.rows(kEver) == "pay_high|pay|a|40000.00|1|1");
    rounds.commit();
  });
}

TEST_CASE("a file whose every row intake refused still has its findings") {
  on_both([](TestRounds& rounds) {
    frame::RoundContext& round = rounds.begin("2020-03-06");
    must(
        rounds.session().run("insert into intake_failure (register, parcel, sheet, row_no, "
                             "column_name, rule, grade, shown) values "
                             "('person', 7, 0, 5, 'id', '_key', 'reject', 'x')"));
    CHECK(must(frame::make_incoming(round, rounds.person(), 1)) == 0);
    CHECK(must(judge(round, rounds.person(), 1)) == 1);
    rounds.commit();
    const auto scope = must(access::Scope::of_operator("test", std::nullopt));
    const Counts counts = must(count(rounds.session(), scope, {7})).at(7);
    CHECK(counts.rows_refused == 1);
    CHECK(counts.rejects == 1);
  });
}

TEST_CASE("a query rule sees the register and the round's rows") {
  on_both([](TestRounds& rounds) {
    must(
        rounds.session().run("insert into record_person (dist_county, key_hash, id, phone, parcel, "
                             "sheet, row_no, missing, explained, "
                             "verified, changed, day_from, round_from) values ('330101', 5, 'z', "
                             "'13012345678', 0, 0, 0, 0, 0, 0, 0, "
                             "date '2020-01-01', 0)"));
    judge_only(rounds, "2020-03-06",
               {numbered({1, "a", {{"phone", "13012345678"}}}, 2),
                numbered({1, "b", {{"phone", "13099999999"}}}, 3)});
    CHECK(rounds.rows("select rule, show_id, other_area from finding") == "phone_twice|a|330101");
    rounds.commit();
  });
}

TEST_CASE("living records are judged anew: only what differs is opened or ended") {
  on_both([](TestRounds& rounds) {
    must(rounds.session().run(
        "insert into record_person (dist_county, key_hash, id, home, pay, parcel, sheet, row_no, "
        "missing, explained, verified, changed, day_from, round_from) values "
        "('510101', 1, 'a', '510101001001', 40000, 7, 0, 2, 0, 0, 0, 2, date '2020-01-01', 1), "
        "('510101', 2, 'b', '510101001001', 3000, 7, 0, 3, 0, 0, 0, 16, date '2020-01-01', 1), "
        "('520101', 3, 'c', '520101001001', 25000, 8, 0, 2, 0, 0, 0, 16, date '2020-01-01', 1)"));
    must(rounds.session().run(
        "insert into record_person_past (dist_county, key_hash, id, home, pay, parcel, sheet, "
        "row_no, missing, explained, verified, changed, day_from, round_from, day_to, round_to, "
        "ended_by) values ('510101', 1, 'a', '510101001001', 40000, 5, 1, 9, 0, 0, 0, 16, date "
        "'2019-01-01', 0, date '2020-01-01', 1, 7)"));
    frame::RoundContext& round = rounds.begin("2020-03-06");
    CHECK(must(judge_anew(round, rounds.person())) == 2);
    rounds.commit();
    CHECK(rounds.rows("select rule, show_id, parcel, sheet, row_no from finding order by 2") ==
          "pay_high|a|5|1|9 ; pay_high|c|8|0|2");
    CHECK(must(judge_anew(rounds.begin("2020-03-07"), rounds.person())) == 0);
    rounds.commit();
    CHECK(rounds.rows("select count(*) from finding") == "2");
    must(rounds.session().run("update record_person set pay = 41000 where id = 'a'"));
    must(rounds.session().run("delete from record_person where id = 'c'"));
    CHECK(must(judge_anew(rounds.begin("2020-03-08"), rounds.person())) == 1);
    rounds.commit();
    CHECK(
        rounds.rows(kEver) ==
        "pay_high|pay|a|40000.00|1|3 ; pay_high|pay|a|41000.00|3|- ; pay_high|pay|c|25000.00|1|3");
  });
}

TEST_CASE("a key that lives in another county is refused with the place") {
  on_both([](TestRounds& rounds) {
    must(
        rounds.session().run("insert into record_person (dist_county, key_hash, id, parcel, sheet, "
                             "row_no, missing, explained, verified, "
                             "changed, day_from, round_from) values ('330101', $key, 'a', 0, 0, 0, "
                             "0, 0, 0, 0, date '2020-01-01', 0), "
                             "('510101', 9, 'other', 0, 0, 0, 0, 0, 0, 0, date '2020-01-01', 0)",
                             {{"key", row_id({"a"})}}));
    judge_only(rounds, "2020-03-06",
               {numbered({1, "a", {}}, 2), numbered({1, "b", {}}, 3),
                numbered({2, "a", {}, "620101"}, 2)});
    CHECK(rounds.rows("select rule, parcel, row_no, other_area from finding order by parcel") ==
          "_elsewhere|1|2|330101 ; _elsewhere|2|2|330101");
    rounds.commit();
  });
}

TEST_CASE("the list says what is wrong, where, and hides what the scope may not see") {
  on_both([](TestRounds& rounds) {
    judge_only(rounds, "2020-03-06",
               {{1, "a", {{"pay", "40000"}, {"phone", "13012345678"}}},
                numbered({1, "b", {{"phone", "13012345678"}}}, 3)});
    must(rounds.session().run(
        "insert into parcel_column (parcel, sheet, column_no, heading, column_name, row_first) "
        "values (1, 0, 1, 'w', 'pay', 2), (1, 0, 2, 'p', 'phone', 2)"));
    rounds.commit();
    const auto scope = must(access::Scope::of_operator("test", std::nullopt));
    Ask ask;
    const std::vector<Finding> all = must(list(rounds.session(), pack_of_test(), scope, ask));
    REQUIRE(all.size() == 3);
    const auto high = std::find_if(all.begin(), all.end(),
                                   [](const Finding& one) { return one.rule == "pay_high"; });
    CHECK(high->cell == "B2");
    CHECK(high->says.zh == "工资40000元，高于30000元，单位（空）");
    CHECK(high->shown == "40000");
    const auto twice = std::find_if(all.begin(), all.end(),
                                    [](const Finding& one) { return one.rule == "phone_twice"; });
    CHECK(twice->says.zh.find("13012345678") == std::string::npos);
    CHECK(twice->shown != "13012345678");
    ask.area = "52";
    CHECK(must(list(rounds.session(), pack_of_test(), scope, ask)).empty());
    ask = {};
    ask.limit = 2;
    std::vector<Finding> page = must(list(rounds.session(), pack_of_test(), scope, ask));
    REQUIRE(page.size() == 2);
    ask.after = page.back().finding;
    CHECK(must(list(rounds.session(), pack_of_test(), scope, ask)).size() == 1);
  });
}

TEST_CASE("a sentence names the county to turn to, the items to choose from, and headings") {
  pack::Pack pack = frame::test_pack();
  pack.registers[0].secret = pack::Secret::personal;
  store::on_each_engine([&](store::Store& store) {
    TestRounds rounds(store, pack);
    make_record_tables(rounds);
    frame::RoundContext& round = rounds.begin("2020-03-06");
    must(rounds.session().run(
        "insert into area (area, name, level, province, source) values ('44', '广东省', "
        "'province', '44', 'x'), ('4401', '广州市', 'city', '44', 'x'), ('440103', '荔湾区', "
        "'county', '44', 'x'), ('440103001', '沙面街道', 'township', '44', 'x')"));
    must(rounds.session().run(
        "insert into intake_failure (register, parcel, sheet, row_no, column_name, rule, grade, "
        "dist_county, area, key_hash, show_id, shown, params, other_area) values "
        "('person', 1, 0, 1, null, '_heading_unknown', 'note', '510101', '510101', null, null, "
        "'天气、13012345678', '天气→工资', null), "
        "('person', 1, 0, 2, 'home', '_outside', 'reject', '510101', '510101', 1, 'P1', 'x', null, "
        "'440103001'), "
        "('person', 1, 0, 3, 'reason', '_cast.not_in_list', 'question', '510101', '510101', 2, "
        "'张三丰', '忙', null, null)"));
    must(frame::make_incoming(round, rounds.person(), 1));
    must(judge(round, rounds.person(), 1));
    rounds.commit();
    const auto scope = must(access::Scope::of_operator("test", std::nullopt));
    const std::vector<Finding> all = must(list(rounds.session(), pack, scope, {}));
    REQUIRE(all.size() == 3);
    CHECK(all[0].shown == "天气、*");
    CHECK(all[0].says.zh.find("13012345678") == std::string::npos);
    CHECK(all[0].fix.zh.starts_with("可能是：天气→工资。"));
    CHECK(all[1].says.zh.starts_with("该行“栏home”为广东省广州市荔湾区沙面街道，不在"));
    CHECK(all[1].fix.zh == "请转广东省广州市荔湾区报送。");
    CHECK(all[1].show_id == "P1");
    std::string names;
    for (const pack::CodeItem& item : pack.codes[0].items)
      names += (names.empty() ? "" : "、") + item.name.zh;
    CHECK(all[2].fix.zh == "选填：" + names + "。");
    CHECK(all[2].show_id == "***");
  });
}
