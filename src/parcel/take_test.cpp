#include "parcel/test_world.hpp"
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
        "9|well_id|_twice|reject|910101|910101001001|W1|-|3|-");
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
    CHECK(must(read_cell(world.files_folder(), world.parcel(1), 0, 6, "inspected_on")) ==
          "2026-02-30");
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

}  // namespace
}  // namespace diaodu::parcel
