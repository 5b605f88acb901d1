#include "parcel/heading.hpp"

#include "base/text.hpp"
#include "parcel/world_test.hpp"

namespace diaodu::parcel {
namespace {

std::vector<KeptRow> rows_of(const std::vector<std::vector<std::string>>& texts) {
  std::vector<KeptRow> rows;
  for (size_t i = 0; i < texts.size(); ++i) {
    std::vector<sheet::Cell> cells;
    for (const std::string& text : texts[i])
      cells.push_back({text.empty() ? sheet::CellKind::empty : sheet::CellKind::text, false, text});
    rows.emplace_back(sheet::RowView{.row_no = static_cast<uint32_t>(i + 1), .cells = cells});
  }
  return rows;
}

pack::Register register_of(
    const std::vector<std::pair<std::string, std::vector<std::string>>>& all) {
  pack::Register made;
  made.id = "thing";
  for (const auto& [name, heads] : all) {
    pack::ColumnDef column;
    column.name = name;
    column.title.zh = heads.front();
    column.heads = heads;
    made.columns.push_back(column);
  }
  return made;
}

const pack::Register kThing = register_of({{"id", {"证号", "证件号"}},
                                           {"pay_year", {"收入（年）"}},
                                           {"pay_month", {"收入（月）"}},
                                           {"deep", {"深度"}}});

TEST_CASE("headings match after blanks, width, stars and units are taken away") {
  const HeadingNames names(kThing);
  CHECK(names.find("证号") == 0);
  CHECK(names.find(" *证　件\n号：") == 0);
  CHECK(names.find("ｉｄ") == 0);
  CHECK(names.find("深度(米)") == 3);
  CHECK(names.find("收入(年)") == 1);
  CHECK(names.find("收入（月）") == 2);
  CHECK(names.find("收入") == -1);  // two columns would be meant
  CHECK(names.find("") == -1);
  CHECK(names.suggestion("证号码") == "证号");
}

TEST_CASE("the heading row is the one that matches the most, below titles and above data") {
  const HeadingNames names(kThing);
  const HeadingMatch match =
      match_headings(names, rows_of({{"证号登记表"},
                                     {"证号", "填表"},
                                     {"序号", "证号", "备注", "深度", "证件号"},
                                     {"1", "A1", "", "3"}}));
  REQUIRE(match.found);
  CHECK(match.row_no == 3);
  CHECK(match.rows_above == 3);
  CHECK(match.column_of == std::vector<int>{1, -1, -1, 3});
  CHECK(match.cells.at(0).numbering);
  CHECK(match.cells.at(2).column == -1);
  CHECK(match.cells.at(4).twice);
}

TEST_CASE("group headings above and names below are read as one") {
  const HeadingNames names(kThing);
  const HeadingMatch match = match_headings(names, rows_of({{"证号", "收入", "", "深度"},
                                                            {"", "收入（年）", "收入（月）", ""},
                                                            {"A1", "100", "10", "3"}}));
  REQUIRE(match.found);
  CHECK(match.row_no == 2);
  CHECK(match.column_of == std::vector<int>{0, 1, 2, 3});
}

const pack::Register kWork = register_of({{"id", {"证件号码"}},
                                          {"name", {"姓名"}},
                                          {"wage_yuan", {"务工信息/月工资", "月工资"}},
                                          {"firm", {"务工企业/名称"}},
                                          {"firm_code", {"企业代码"}},
                                          {"phone", {"联系电话"}}});

std::string paths(const HeadingMatch& match) {
  std::string out;
  for (const HeadingMatch::Cell& cell : match.cells)
    out += (out.empty() ? "" : "|") + cell.heading +
           (cell.column >= 0 ? "=" + std::to_string(cell.column)
            : cell.vague     ? "?"
                             : "");
  return out;
}

TEST_CASE("three lines of headings under merged groups are called by their paths") {
  const HeadingNames names(kWork);
  const HeadingMatch match =
      match_headings(names,
                     rows_of({{"某县务工花名册", "", "", "", "", ""},
                              {"证件号码", "姓名", "务工信息", "", "", "联系电话"},
                              {"", "", "月工资", "务工企业", "", ""},
                              {"", "", "", "名称", "代码", ""},
                              {"1", "a", "3500", "厂", "x", "1"}}),
                     {{0, 0, 0, 5},
                      {1, 0, 3, 0},
                      {1, 1, 3, 1},
                      {1, 2, 1, 4},
                      {2, 3, 2, 4},
                      {2, 2, 3, 2},
                      {1, 5, 3, 5}});
  REQUIRE(match.found);
  CHECK(match.row_no == 4);
  CHECK(paths(match) ==
        "证件号码=0|姓名=1|务工信息/月工资=2|务工信息/务工企业/名称=3|务工信息/务工企业/"
        "代码|联系电话=5");
}

TEST_CASE("the same heading under two groups: the one that the pack names, else none") {
  const HeadingNames names(kWork);
  const std::vector<std::vector<std::string>> rows = {
      {"户主", "", "务工人员", "", "务工信息", ""},
      {"姓名", "证件号码", "姓名", "证件号码", "月工资", "联系电话"},
      {"1", "2", "3", "4", "5", "6"}};
  const std::vector<HeadingSpan> merged = {{0, 0, 0, 1}, {0, 2, 0, 3}, {0, 4, 0, 5}};
  HeadingMatch match = match_headings(names, rows_of(rows), merged);
  REQUIRE(match.found);
  CHECK(paths(match) ==
        "户主/姓名?|户主/证件号码?|务工人员/姓名?|务工人员/证件号码?|务工信息/月工资=2|"
        "务工信息/联系电话=5");
  CHECK(match.column_of[0] == -1);
  pack::Register told = kWork;
  told.columns[0].heads.push_back("务工人员/证件号码");
  told.columns[1].heads.push_back("务工人员姓名");
  match = match_headings(HeadingNames(told), rows_of(rows), merged);
  CHECK(match.column_of[0] == 3);
  CHECK(match.column_of[1] == 2);
  // A text file has no merged cells: a blank means the group before.
  match = match_headings(HeadingNames(told), rows_of(rows));
  CHECK(match.column_of[0] == 3);
}

TEST_CASE("titles, senders and dates above are no groups") {
  const HeadingNames names(kWork);
  const HeadingMatch match =
      match_headings(names,
                     rows_of({{"填报单位：某县", "", "", "2020年3月", ""},
                              {"证件号码", "姓名", "月工资", "联系电话", "x"}}),
                     {{0, 0, 0, 2}, {0, 3, 0, 4}});
  REQUIRE(match.found);
  CHECK(paths(match) == "证件号码=0|姓名=1|月工资=2|联系电话=5|x");
}

TEST_CASE("lines of units and of numbers are told from records") {
  const HeadingMatch match =
      match_headings(HeadingNames(kWork), rows_of({{"证件号码", "姓名", "月工资"}}));
  const auto units = [](const std::vector<std::string>& row) {
    return is_units_line(rows_of({row}).front());
  };
  const auto numbers = [&](const std::vector<std::string>& row) {
    return is_numbers_line(rows_of({row}).front(), match);
  };
  CHECK(units({"", "", "（万元）"}));
  CHECK(units({"", "人", "元/月"}));
  CHECK(!units({"51", "", "元"}));
  CHECK(!units({"", "", ""}));
  CHECK(numbers({"1", "2", "3"}));
  CHECK(numbers({"甲", "乙", "1"}));
  CHECK(numbers({"(1)", "(2)", "(3)=(1)+(2)"}));
  CHECK(numbers({"1", "2", "3=1+2"}));
  CHECK(numbers({"栏次", "1", "2"}));
  CHECK(!numbers({"1", "3", "2"}));
  CHECK(!numbers({"1", "", "2"}));
  CHECK(!numbers({"甲", "乙", "丙", "3500"}));
}

TEST_CASE("money is read in the unit that the file says") {
  const auto power = [](const char* heading, const char* line = "") {
    return money_power(
        [] {
          pack::ColumnDef column;
          column.name = "wage_yuan";
          column.type = "decimal";
          return column;
        }(),
        heading, line);
  };
  CHECK(power("月工资（万元）") == 4);
  CHECK(power("月工资(元/月)") == 0);
  CHECK(power("月工资（税后）（千元）") == 3);
  CHECK(power("月工资", "万元") == 4);
  CHECK(power("月工资（元）", "万元") == 0);
  pack::ColumnDef wan;
  wan.name = "budget_wan_yuan";
  wan.title.zh = "投资（万元）";
  wan.type = "decimal";
  CHECK(money_power(wan, "投资（元）", "") == -4);
  CHECK(money_power(wan, "投资（万元）", "") == 0);
  CHECK(money_power(wan, "投资", "") == 0);
  wan.name = "depth_m", wan.title.zh = "深（米）";
  CHECK(money_power(wan, "深（万元）", "") == 0);
  CHECK(unit_said_above(rows_of({{"某县", "单位：万元"}, {"证件号码"}}), 1) == "万元");
  CHECK(unit_said_above(rows_of({{"填报单位：某县"}, {"单位：人"}}), 2).empty());
  CHECK(unit_said_above(rows_of({{"金额单位：万元"}}), 1) == "万元");
  CHECK(unit_said_above(rows_of({{"2020年贷款台账 单位：万元、人"}}), 1) == "万元");
  CHECK(unit_said_above(rows_of({{"单位：万元、元"}}), 1).empty());
  CHECK(other_unit(wan, "深（米）", "").empty());
  CHECK(other_unit(wan, "深", "万元").empty());
  CHECK(other_unit(wan, "深（千米）", "") == "公里");
  CHECK(other_unit(wan, "深", "厘米") == "厘米");
  CHECK(times_power("0.35", 4) == "3500");
  CHECK(times_power("-1.23456", 4) == "-12345.6");
  CHECK(times_power("12", 0) == "12");
  CHECK(times_power("3500", -4) == "0.35");
  CHECK(times_power("0", 4) == "0");
  CHECK(!times_power("1e3", 4));
  CHECK(!times_power("1.2.3", 4));
  CHECK(!times_power("", 4));
  pack::ColumnDef yuan;
  yuan.name = "wage_yuan";
  yuan.title.zh = "月工资";
  yuan.type = "decimal";
  CHECK(other_unit(yuan, "工资（元/月）", "").empty());
  CHECK(other_unit(yuan, "工资（万元）", "").empty());
  CHECK(other_unit(yuan, "工资（元/年）", "") == "元/年");
  CHECK(other_unit(yuan, "工资（美元）", "") == "美元");
  yuan.type = "decimal";
  CHECK(amount_in_own_unit(yuan, "0.35万元") == "3500");
  CHECK(amount_in_own_unit(yuan, "１.2 万") == "12000");
  CHECK(!amount_in_own_unit(yuan, "3500元"));
  CHECK(!amount_in_own_unit(yuan, "约3万元"));
  CHECK(!amount_in_own_unit(yuan, "3万人"));
}

TEST_CASE("a heading is unknown to a reader only if no column and no numbering is meant") {
  const auto unknown = [](const char* heading, const char* column) {
    return is_unknown_heading(kThing, {.heading = heading, .column_name = column});
  };
  CHECK(unknown("天气", ""));
  CHECK(!unknown("深度", ""));  // a second one of a column that was read
  CHECK(!unknown("深度", "depth"));
  CHECK(!unknown("序号", ""));
}

TEST_CASE("one matching cell makes no heading row") {
  CHECK(!match_headings(HeadingNames(kThing), rows_of({{"深度", "天气"}, {"3", "晴"}})).found);
  CHECK(!match_headings(HeadingNames(kThing), {}).found);
}

bool closes(std::vector<std::string_view> filled, bool has_key = false, bool key_first = false) {
  return is_closing_row({std::move(filled), has_key, key_first, 6});
}

TEST_CASE("rows of totals, signatures and notes are known by their shape") {
  CHECK(closes({"合 计"}));
  CHECK(closes({"合计（人）：", "12", "3400", "5", "6", "7"}));
  CHECK(closes({"共计 1,200 元"}));
  CHECK(closes({"Total", "29.5"}));
  CHECK(closes({"合计", "29.5"}, true, true));
  CHECK(closes({"填报人：张三  审核人：李四  联系电话：13900000000"}));
  CHECK(closes({"填报人：张三", "审核人：李四", "联系电话：", "13900000000"}, true, true));
  CHECK(closes({"填报人：", "张三", "审核人：", "李四", "电话：", "1", "日期：", "1"}));
  CHECK(closes({"注：本表每月5日前报送。"}, true, true));
  CHECK(closes({"注1: 每月一报"}));
  CHECK(closes({"填表人（签字） 张三"}));
  CHECK(closes({"主要领导：王五", "2026年3月1日"}));
}

TEST_CASE("a real row is no row of totals, whatever its cells look like") {
  CHECK(!closes({"合计芬"}));
  CHECK(!closes({"合计芬", "13900000000"}));
  CHECK(!closes({"合计芬", "W1"}, true, false));
  CHECK(!closes({"总计明", "W1", "3"}, true, true));
  CHECK(!closes({"王合计"}));
  CHECK(!closes({"注小花", "12", "13"}));
  CHECK(!closes({"审核员", "张三", "3", "4"}));
  CHECK(!closes({"A:17"}, true, true));
  CHECK(!closes({"井台：东", "好", "3"}, true, true));
  CHECK(!closes({"合计", "W1", "3"}, true, false));  // a key stands there
  CHECK(!closes({"家庭住址：东渡村", "好", "3", "12", "2026-03-01"}));
  CHECK(!closes({}));
}

}  // namespace
}  // namespace diaodu::parcel
