#include "base/text.hpp"
#include "parcel/command.hpp"
#include "parcel/world_test.hpp"
#include "sheet/package_test.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::parcel {
namespace {

constexpr const char* kWells =
    "村级水井巡检表,,,,\n"
    "序号,井编号,所在村,水质,井深（米）,检查日期\n"
    "1,W1,渡口镇东渡村,合格,12.5,2026-03-01\n"
    "2,W2,910101001002,3,清空,2026-02-28\n"
    "3,W3,前山镇前山村,1,8,2026-02-28\n"
    "4,W4,东渡村,很好喝,9,2026-02-30\n"
    "5,,东渡村,1,9,\n"
    "2,W2,910101001002,3,清空,2026-02-28\n"
    "7,W1,渡口镇东渡村,差,12.5,2026-03-01\n"
    "8,,,,,\n"
    "合计,,,,29.5,\n"
    "填表人：张三,,,,审核人：李四,\n";

void check_wells(TestWorld& world, const Taken& taken) {
  CHECK(taken.parcels == 1);
  CHECK(taken.rows_in == 6);
  CHECK(taken.rows_handed_on == 3);
  CHECK(taken.rows_refused == 3);
  CHECK(taken.waves == 1);
  CHECK(world.table("select state, rows_in, rows_left_out, format from parcel") == "taken|6|4|csv");
  CHECK(world.table("select row_no, dist_county, touched, erased, wave, well_id, village, "
                    "water_quality, inspector from patch_well order by row_no") ==
        "3|910101|31|0|1|W1|910101001001|1|-\n"
        "4|910101|23|8|1|W2|910101001002|3|-\n"
        "6|910101|11|0|1|W4|910101001001|-|-");
  CHECK(world.table("select row_no, column_name, rule, grade, dist_county, area, show_id, shown, "
                    "params, other_area from intake_failure order by row_no, column_name") ==
        "5|village|_outside|reject|910101|910101|W3|前山镇前山村|-|920101001001\n"
        "6|inspected_on|_cast.no_such_day|question|910101|910101001001|W4|2026-02-30|-|-\n"
        "6|water_quality|_cast.not_in_list|question|910101|910101001001|W4|很好喝|-|-\n"
        "7|well_id|_key|reject|910101|910101001001|-|-|-|-\n"
        "8|well_id|_twice_same|note|910101|910101001002|W2|-|4|-\n"
        "9|well_id|_twice|reject|910101|910101001001|W1|-|3|-\n"
        "11||_left_out|note|910101|910101|-|合计|-|-\n"
        "12||_left_out|note|910101|910101|-|填表人：张三|-|-");
}

TEST_CASE("a file's rows are handed on, refused or left out, and every one is accounted for") {
  store::on_each_engine([](store::Store& store) {
    TestWorld world(store);
    world.file(kWells);
    check_wells(world, world.round());
    CHECK(world.table("select column_no, heading, column_name, row_first from parcel_column "
                      "order by column_no") ==
          "0|序号|-|3\n1|井编号|well_id|3\n2|所在村|village|3\n3|水质|water_quality|3\n"
          "4|井深（米）|depth_m|3\n5|检查日期|inspected_on|3");
    CHECK(world.table("select register, area, day, state, parcel from report") ==
          "well|910101|2026-03-01|reported|1");
    CHECK(must(read_cell(world.files_folder(), world.parcel(1), 0, 6, "inspected_on", nullptr,
                         child_program())) == "2026-02-30");
  });
}

TEST_CASE("a merged column of places is read for every row, and its cells are found again") {
  store::on_each_engine([](store::Store& store) {
    const auto row = [](const std::string& cells) {
      std::string out = "<row>";
      for (const std::string& cell : split(cells, '|'))
        out += cell.empty() ? "<c/>" : "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
      return out + "</row>";
    };
    sheet::Workbook book;
    book.sheet = sheet::kHead + "<worksheet xmlns=\"" + sheet::kMain + "\"><sheetData>" +
                 row("村|井编号") + row("东渡村|W1") + row("|W2") + row("|W3") + row("西渡村|W4") +
                 "</sheetData><mergeCells><mergeCell ref=\"A2:A4\"/></mergeCells></worksheet>";
    TestWorld world(store);
    world.file(book.bytes());
    CHECK(world.round().rows_handed_on == 4);
    CHECK(world.table("select row_no, village from patch_well order by row_no") ==
          "2|910101001001\n3|910101001001\n4|910101001001\n5|910101001002");
    CHECK(world.table("select row_no, column_name, rule, params, key_hash from intake_failure") ==
          "2|village|_merged|A2:A4|-");
    int row_no = 0;
    const auto cell = [&](int asked) {
      const std::string text = must(read_cell(world.files_folder(), world.parcel(1), 0, asked,
                                              "village", &row_no, child_program()));
      return text + std::to_string(row_no);
    };
    CHECK(cell(4) == "东渡村2");
    CHECK(cell(2) == "东渡村2");
    CHECK(cell(5) == "西渡村5");
  });
}

TEST_CASE("the same file in GB18030 gives the same rows") {
  store::on_each_engine([](store::Store& store) {
    TestWorld world(store);
    world.file(sheet::to_gb18030(kWells));
    check_wells(world, world.round());
    CHECK(world.table("select encoding from parcel") == "GB18030");
  });
}

TEST_CASE("a file taken before is recorded, not read again, until it is withdrawn") {
  store::on_each_engine([](store::Store& store) {
    TestWorld world(store);
    const std::string bytes = "井编号,所在村\nW1,910101001001\n";
    world.file(bytes);
    world.file(bytes);                              // within the round
    world.file(bytes, "910101", test_day(), true);  // as a full list: another thing
    world.file(bytes, "9101");                      // from another sender
    CHECK(world.round().rows_handed_on == 3);
    world.file(bytes, "910101", test_day(2));
    CHECK(world.round().rows_in == 0);
    CHECK(world.table("select parcel, state, same_as, day from parcel order by parcel") ==
          "1|taken|-|2026-03-01\n2|same_file|1|2026-03-01\n3|taken|-|2026-03-01\n"
          "4|taken|-|2026-03-01\n5|same_file|1|2026-03-02");
    CHECK(world.table("select day, state, parcel from report where area = '910101' and round_to is "
                      "null order by day") == "2026-03-01|reported|3\n2026-03-02|reported|5");
    world.command("parcel_withdrawn", R"({"parcel":1})", test_day(3));
    world.file(bytes, "910101", test_day(3));
    CHECK(world.round().rows_in == 1);
    CHECK(
        world.table("select parcel, state, ended_round from parcel where parcel in (1, 7) order by "
                    "parcel") == "1|withdrawn|3\n7|taken|-");
  });
}

TEST_CASE("the latest word on a day stands, and a withdrawal brings back the one before") {
  store::on_each_engine([](store::Store& store) {
    TestWorld world(store);
    const std::string living =
        "select area, day, state, parcel, reason, round_from from report where round_to is null "
        "order by area, day";
    world.command("nil_reported", R"({"register":"well","area":"910101","by":"王五"})");
    world.command("suspended",
                  R"({"register":"well","area":"910102","reason":"洪水","day_to":"2026-03-02"})");
    world.round();
    CHECK(world.table(living) ==
          "910101|2026-03-01|nil|1|-|1\n910102|2026-03-01|suspended|-|洪水|1\n"
          "910102|2026-03-02|suspended|-|洪水|1");
    CHECK(world.table("select state, actor, rows_in from parcel") == "nil|王五|0");
    world.file("井编号,所在村\nW1,910101001001\n");
    world.round();
    CHECK(world.table(living + " limit 1") == "910101|2026-03-01|reported|3|-|2");
    world.command("parcel_returned", R"({"parcel":"3","reason":"请核对井深"})");
    world.round();
    CHECK(world.table(living + " limit 1") == "910101|2026-03-01|returned|3|请核对井深|3");
    CHECK(world.parcel(3).state == "returned");
    world.command("parcel_withdrawn", R"({"parcel":3})");
    world.round();
    CHECK(world.table(living + " limit 1") == "910101|2026-03-01|nil|1|-|4");
    CHECK(world.table("select count(*) from report where area = '910101' and round_to is null") ==
          "1");
    CHECK(world.parcel(3).state == "withdrawn");
  });
}

TEST_CASE("keys named by several files of a round come in waves, in the order of the journal") {
  store::on_each_engine([](store::Store& store) {
    TestWorld world(store);
    world.file("井编号,所在村,水质\nW1,910101001001,1\nW2,910101001001,1\n");
    world.file("井编号,所在村,水质\nW2,910101001001,2\nW3,910101001001,2\n");
    world.file("井编号,所在村,水质\nW2,910101001001,3\n");
    const Taken taken = world.round();
    CHECK(taken.waves == 3);
    CHECK(taken.rows_handed_on == 5);
    CHECK(
        world.table("select well_id, wave, water_quality from patch_well order by well_id, wave") ==
        "W1|1|1\nW2|1|1\nW2|2|2\nW2|3|3\nW3|1|2");
  });
}

TEST_CASE("rows without a place are found among the sender's living records, or refused") {
  store::on_each_engine([](store::Store& store) {
    TestWorld world(store);
    world.living("W1", "910101", "910101001001");
    world.living("W2", "910102", "910102001001");
    world.living("W3", "920101", "920101001001");
    world.file("编号,水质\nW1,2\nW2,2\nW3,2\nW4,难喝\n", "9101");
    world.file("编号,水质\nW2,3\n", "910101");
    const Taken taken = world.round();
    CHECK(taken.rows_in == 5);
    CHECK(taken.rows_handed_on == 2);
    CHECK(taken.rows_refused == 3);
    CHECK(
        world.table("select parcel, well_id, dist_county, touched from patch_well order by 1, 2") ==
        "1|W1|910101|5\n1|W2|910102|5");
    CHECK(world.table("select parcel, row_no, column_name, rule, grade, dist_county, area, show_id "
                      "from intake_failure order by parcel, row_no, rule") ==
          "1|4|village|_no_place|reject||9101|W3\n"
          "1|5|water_quality|_cast.not_in_list|question||9101|W4\n"
          "1|5|village|_no_place|reject||9101|W4\n"
          "2|2|village|_no_place|reject|910101|910101|W2");
  });
}

TEST_CASE("a file that cannot be read says why, in both languages, and nothing of it is taken") {
  store::on_each_engine([](store::Store& store) {
    TestWorld world(store);
    world.file("今天天气不错\n明天也不错\n");
    world.file("所在村,水质\n东渡村,1\n");
    world.file("%PDF-1.4 no table at all");
    world.file("井编号,所在村\nW1,910101001001\n", "910101", test_day(), false, "bridge");
    world.command("parcel_taken", R"({"register":"well","area":"910101","file_sha256":")" +
                                      sha256_hex("never kept") + R"(","file_name":"b.csv"})");
    world.file("所在村,水质\n东渡村,1\n");  // the same bytes again
    world.file("");
    const Taken taken = world.round();
    CHECK(taken.parcels == 7);
    CHECK(taken.rows_in == 0);
    CHECK(world.table("select parcel, state, error_code from parcel order by parcel") ==
          "1|unreadable|parcel.no_heading\n2|unreadable|parcel.no_key_column\n"
          "3|unreadable|sheet.unknown_format\n4|unreadable|parcel.unknown_register\n"
          "5|unreadable|parcel.file_missing\n6|unreadable|parcel.no_key_column\n"
          "7|unreadable|parcel.empty_file");
    CHECK(world.table("select count(*) from report") == "0");
    const Parcel parcel = world.parcel(2);
    CHECK(parcel.error->message.zh == "表格里没有“井编号”这一列，无法分清各行是谁的");
    CHECK(parcel.error->message.en.find("has no column") != std::string::npos);
    CHECK(parcel.error->params ==
          std::vector<std::pair<std::string, std::string>>{{"column", "well_id"}});
  });
}

TEST_CASE("parcels are listed by sender, day and page, under the scope") {
  store::on_each_engine([](store::Store& store) {
    TestWorld world(store);
    world.file("井编号,所在村\nW1,910101001001\n");
    world.file("井编号,所在村\nW5,920101001001\n", "920101");
    world.file("井编号,所在村\nW6,910102001001\n", "910102", test_day(2));
    world.round();
    const access::Scope scope = must(access::Scope::of_operator("tester", std::nullopt));
    const auto numbers = [&](const std::string& area, std::optional<Day> day, int64_t after = 0,
                             int limit = 100) {
      std::vector<int64_t> out;
      for (const Parcel& one : must(list(world.session(), scope, area, day, after, limit)))
        out.push_back(one.parcel);
      return out;
    };
    CHECK(numbers("", std::nullopt) == std::vector<int64_t>{1, 2, 3});
    CHECK(numbers("91", std::nullopt) == std::vector<int64_t>{1, 3});
    CHECK(numbers("91", test_day(2)) == std::vector<int64_t>{3});
    CHECK(numbers("", std::nullopt, 1, 1) == std::vector<int64_t>{2});
    CHECK(must(list(world.session(), scope, "", std::nullopt)).at(1).headings.size() == 2);
    CHECK(!must(find(world.session(), scope, 99)).has_value());
  });
}

TEST_CASE("a payload that cannot be read stops the round, by its number") {
  store::on_each_engine([](store::Store& store) {
    TestWorld world(store);
    for (const char* payload :
         {"{", "[]", R"({"register":"well"})", R"({"register":1,"area":"91"})"}) {
      WaitingCommand command{.kind = CommandKind::nil, .seq = 7};
      const Result<void> read = read_payload(payload, command);
      REQUIRE(!read.ok());
      CHECK(read.error().code == "parcel.bad_command");
      CHECK(read.error().message.zh.find("7") != std::string::npos);
    }
  });
}

}  // namespace
}  // namespace diaodu::parcel
