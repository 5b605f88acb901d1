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
