#include "parcel/caster.hpp"

#include "base/text.hpp"
#include "frame/built_in.hpp"
#include "parcel/world_test.hpp"

namespace diaodu::parcel {
namespace {

// A workbook of sheets of rows, as a reader would give it.
struct Sheet {
  std::string name;
  bool hidden = false;
  std::vector<std::vector<sheet::Cell>> rows;
  struct Range {
    uint32_t row0, column0, row1, column1;
  };
  std::vector<Range> merged = {}, merged_late = {};
  std::vector<std::pair<uint32_t, uint32_t>> hidden_columns = {};
};

sheet::Cell text(std::string_view value) {
  return {value.empty() ? sheet::CellKind::empty : sheet::CellKind::text, false, value};
}
std::vector<sheet::Cell> texts(std::initializer_list<std::string_view> values) {
  std::vector<sheet::Cell> cells;
  for (const std::string_view value : values) cells.push_back(text(value));
  return cells;
}

struct Cast {
  store::Batch rows, failures;
  Outcome outcome;
  std::string failure(size_t row) const {
    const auto shown = [&](const char* name) {
      const store::Column& column = failures[name];
      return column.is_null(row) ? std::string("-") : std::string(column.text(row));
    };
    return std::to_string(failures["row_no"].int32(row)) + "|" + shown("column_name") + "|" +
           shown("rule") + "|" + shown("grade") + "|" + shown("shown") + "|" + shown("params");
  }
};

Cast cast(const std::vector<Sheet>& book, const std::string& sender = "910101",
          std::optional<Error> broken = {}, const TestPack* other = nullptr) {
  static const TestPack kDemo = demo_pack();
  const TestPack& demo = other == nullptr ? kDemo : *other;
  const pack::Register& well = *demo.pack->register_("well");
  Cast out{patch_batch(well), failure_batch(), {}};
  Caster caster(*demo.pack, *demo.areas, well, kTestKey, [&](const Part& part) {
    add_rows(out.rows, part.rows);
    add_rows(out.failures, part.failures);
    for (const Outcome& ended : part.ended) out.outcome = ended;
  });
  caster.begin({.parcel = 7, .register_id = "well", .sender = sender, .day = test_day()});
  for (size_t i = 0; i < book.size(); ++i) {
    caster.sheet(
        {.index = static_cast<uint32_t>(i), .name = book[i].name, .hidden = book[i].hidden});
    for (const auto& [first, last] : book[i].hidden_columns) caster.hidden_columns(first, last);
    for (const auto& [row0, column0, row1, column1] : book[i].merged)
      caster.merged(row0, column0, row1, column1);
    for (size_t row = 0; row < book[i].rows.size(); ++row)
      caster.row({.row_no = static_cast<uint32_t>(row + 1), .cells = book[i].rows[row]});
    for (const auto& [row0, column0, row1, column1] : book[i].merged_late)
      caster.merged(row0, column0, row1, column1);
  }
  if (broken)
    caster.end(*broken);
  else
    caster.end(sheet::Report{.format = "xlsx"});
  caster.flush();
  for (size_t row = 0; row < out.failures.rows(); ++row)
    CHECK(frame::built_in(out.failures["rule"].text(row)) != nullptr);
  return out;
}

TEST_CASE("cells that cannot be cast keep the old value and are asked about") {
  auto row = texts({"W1", "910101001001", "1", "12", "", ""});
  row[3] = {sheet::CellKind::error, false, "#N/A"};
  row[4] = {sheet::CellKind::text, true, "2026\xEF\xBF\xBD"};
  row[5] = text(std::string_view("李\0四", 7));
  const Cast done = cast(
      {{"Sheet1", false, {texts({"井编号", "村", "水质", "深度", "检查日期", "检查人"}), row}}});
  CHECK(done.outcome.rows_in == 1);
  CHECK(done.outcome.rows_refused == 0);
  CHECK(done.rows["touched"].int64(0) == 0b111);
  REQUIRE(done.failures.rows() == 3);
  CHECK(done.failure(0) == "2|depth_m|_cast.cell_error|question|#N/A|-");
  CHECK(done.failure(1) == "2|inspected_on|_cast.damaged|question|2026\xEF\xBF\xBD|-");
  CHECK(done.failure(2) == "2|inspector|_cast.control_character|question|李\xEF\xBF\xBD四|-");
}

TEST_CASE(
    "a second table of the sheet is read if its columns stand in the same order, else refused") {
  const auto heads = texts({"井编号", "村", "水质"});
  const Cast done =
      cast({{"",
             false,
             {heads, texts({"W1", "910101001001", "1"}), heads, texts({"W2", "910101001001", "1"}),
              texts({"水质", "村", "井编号"}), texts({"1", "910101001001", "W3"}),
              texts({"村", "井编号", "水质"}), texts({"910101001001", "W4", "1"}), texts({"合计"}),
              heads, texts({"W5", "910101001001", "1"})}}});
  CHECK(done.outcome.rows_in == 5);
  CHECK(done.outcome.rows_refused == 2);
  CHECK(done.outcome.rows_left_out == 5);
  CHECK(done.rows["well_id"].text(2) == "W5");
  CHECK(done.failure(2) == "6||_other_table|reject|-|5");
  CHECK(done.failure(4) == "8||_other_table|reject|-|7");
}

TEST_CASE("columns without a heading and hidden columns are said") {
  const Cast done = cast(
      {{"",
        false,
        {texts({"井编号", "", "村", "水质"}), texts({"W1", "东头", "910101001001", "1", "", "另"}),
         texts({"W2", "西头", "910101001001", "1"})},
        {},
        {},
        {{2, 3}, {2, 2}, {9, 9}}}});
  CHECK(done.outcome.rows_in == 2);
  REQUIRE(done.failures.rows() == 2);
  CHECK(done.failure(0) == "1||_hidden_columns|note|-|C、D");
  CHECK(done.failure(1) == "2||_heading_none|note|-|B、F");
}

TEST_CASE("an id that the spreadsheet has spoilt refuses its row where it is the key") {
  auto row = texts({"", "910101001001", "1"});
  row[0] = {sheet::CellKind::number, false, "1.23457E+17"};
  const Cast done = cast({{"Sheet1", false, {texts({"井编号", "村", "水质"}), row}}});
  CHECK(done.outcome.rows_refused == 1);
  CHECK(done.failure(0) == "2|well_id|_cast.precision_lost|reject|1.23457E+17|-");
}

TEST_CASE("what must not be empty cannot be emptied") {
  const Cast done =
      cast({{"",
             false,
             {texts({"井编号", "村", "水质"}), texts({"W1", "清空", "1"}),
              texts({"清空", "910101001001", "1"}), texts({"W2", "910101001001", " 清空 "})}}});
  CHECK(done.outcome.rows_in == 3);
  CHECK(done.outcome.rows_refused == 2);
  CHECK(done.failure(0) == "2|village|_erase|reject|清空|-");
  CHECK(done.failure(1) == "3|well_id|_erase|reject|清空|-");
  CHECK(done.rows["erased"].int64(0) == 0b100);
  CHECK(done.rows["touched"].int64(0) == 0b011);
}

TEST_CASE("money is read in the unit of its heading, and what was changed is said") {
  TestPack demo = demo_pack();
  auto made = std::make_shared<pack::Pack>(*demo.pack);
  for (pack::Register& of : made->registers)
    for (pack::ColumnDef& column : of.columns)
      if (of.id == "well" && column.name == "depth_m")
        column.name = "cost_yuan", column.title.zh = "费用", column.heads = {"费用"};
  demo.pack = made;
  Cast done =
      cast({{"Sheet1",
             false,
             {texts({"井编号", "村", "费用（万元）"}), texts({"W1", "910101001001", "0.35"}),
              texts({"W2", "910101001001", "1,200"}), texts({"W3", "910101001001", "300元"}),
              texts({"W4", "910101001001", "约3"})}}},
           "910101", {}, &demo);
  CHECK(done.outcome.rows_in == 4);
  const store::Column& cost = done.rows["cost_yuan"];
  CHECK(cost.decimal(0) == 35'000);
  CHECK(cost.decimal(1) == 120'000'000);
  CHECK(cost.decimal(2) == 3'000);  // its own unit goes before that of the heading
  CHECK(cost.is_null(3));
  REQUIRE(done.failures.rows() == 2);
  CHECK(done.failure(0) == "2|cost_yuan|_unit_column|note|0.35|3500");
  CHECK(done.failure(1) == "5|cost_yuan|_cast.not_a_number|question|约3|-");
  done = cast({{"Sheet1",
                false,
                {texts({"某县", "", "单位：千元"}), texts({"井编号", "村", "费用"}),
                 texts({"甲", "乙", "1"}), texts({"W1", "910101001001", "2"}),
                 texts({"W2", "910101001001", "0.35万元"})}}},
              "910101", {}, &demo);
  CHECK(done.rows["cost_yuan"].decimal(0) == 20'000);
  CHECK(done.rows["cost_yuan"].decimal(1) == 35'000);
  CHECK(done.outcome.rows_left_out == 1);
  REQUIRE(done.failures.rows() == 3);
  CHECK(done.failure(0) == "3||_left_out|note|甲|-");
  CHECK(done.failure(1) == "4|cost_yuan|_unit_column|note|2|2000");
  CHECK(done.failure(2) == "5|cost_yuan|_unit_cell|note|0.35万元|3500");
}

TEST_CASE("tables pasted one below the other: headings that come again are no records") {
  const Cast done = cast({{"Sheet1",
                           false,
                           {texts({"井编号", "村"}), texts({"W1", "东渡村"}),
                            texts({"井编号", "村"}), texts({"W2", "东渡村"})}}});
  CHECK(done.outcome.rows_in == 2);
  CHECK(done.outcome.rows_refused == 0);
  CHECK(done.outcome.rows_left_out == 1);
  REQUIRE(done.failures.rows() == 1);
  CHECK(done.failure(0) == "3||_left_out|note|井编号|-");
}

TEST_CASE("a key that stands under two groups is asked about, not guessed") {
  const Cast done =
      cast({{"Sheet1",
             false,
             {texts({"老井", "", "新井", ""}), texts({"井编号", "村", "井编号", "村"}),
              texts({"W1", "东渡村", "W2", "东渡村"})},
             {{0, 0, 0, 1}, {0, 2, 0, 3}}}});
  REQUIRE(done.outcome.error);
  CHECK(done.outcome.error->code == "parcel.key_column_vague");
  CHECK(done.outcome.error->message.zh.find("老井/井编号、新井/井编号") != std::string::npos);
}

TEST_CASE("every sheet with headings is read; hidden sheets and notes are left out and counted") {
  const Cast done = cast({{"一", false, {texts({"井编号", "村"}), texts({"W1", "东渡村"})}},
                          {"说明", false, {texts({"填表说明"}), texts({"每月一报"})}},
                          {"旧", true, {texts({"井编号", "村"}), texts({"W8", "东渡村"})}},
                          {"二",
                           false,
                           {texts({"村", "井编号", "水质"}), texts({"西渡村", "W2", "好"}),
                            texts({"西渡村", "W1", ""})}}});
  CHECK(done.outcome.rows_in == 3);
  CHECK(done.outcome.rows_refused == 1);
  CHECK(done.outcome.rows_left_out == 3);
  CHECK(done.rows["sheet"].int32(1) == 3);
  CHECK(done.rows["village"].text(1) == "910101001002");
  CHECK(done.rows["water_quality"].is_null(0));
  CHECK(done.rows["water_quality"].text(1) == "1");
  CHECK(done.failure(0) == "1||_hidden_sheet|note|旧|-");
  CHECK(done.failure(1) == "3|well_id|_twice|reject|-|一!2");
}

TEST_CASE("a day with a time of day is the day, and says so once a sheet") {
  auto serial = texts({"W1", "东渡村", ""}), clock = texts({"W2", "东渡村", "2020-03-03 18:00:00"});
  serial[2] = {sheet::CellKind::number, false, "43892.75"};
  auto midnight = texts({"W3", "东渡村", "2020-03-03 0:00"}), plain = midnight;
  plain[0] = text("W4"), plain[2] = {sheet::CellKind::number, false, "43892"};
  const std::vector<sheet::Cell> head = texts({"井编号", "村", "检查日期"});
  const Cast done = cast({{"", false, {head, serial, clock}}});
  CHECK(done.outcome.rows_in == 2);
  CHECK(to_text(done.rows["inspected_on"].day(0)) == "2020-03-02");
  CHECK(to_text(done.rows["inspected_on"].day(1)) == "2020-03-03");
  REQUIRE(done.failures.rows() == 1);
  CHECK(done.failure(0) == "2|inspected_on|_time_left|note|43892.75|-");
  CHECK(cast({{"", false, {head, midnight, plain}}}).failures.rows() == 0);
}

TEST_CASE("totals and signatures are left out with a word; who is called 合计芬 is not") {
  const Cast done =
      cast({{"",
             false,
             {texts({"井编号", "村", "水质", "深度", "检查日期", "检查人"}),
              texts({"W1", "东渡村", "1", "", "", "合计芬"}), texts({"", "合计芬", "", "", "", ""}),
              texts({"合计", "", "", "29.5", "", ""}),
              texts({"填报人：张三  审核人：李四  联系电话：1", "", "", "", "", ""}),
              texts({"", "注：每月一报", "", "", "", ""})}}});
  CHECK(done.outcome.rows_in == 2);
  CHECK(done.outcome.rows_refused == 1);
  CHECK(done.outcome.rows_left_out == 3);
  REQUIRE(done.failures.rows() == 5);
  CHECK(done.failure(0) == "3|village|_cast.area_unknown|reject|合计芬|-");
  CHECK(done.failure(1) == "3|well_id|_key|reject|-|-");
  CHECK(done.failure(2) == "4||_left_out|note|合计|-");
  CHECK(done.failure(3) == "5||_left_out|note|填报人：张三  审核人：李四  联系电话：1|-");
  CHECK(done.failure(4) == "6||_left_out|note|注：每月一报|-");
}

TEST_CASE("a cell merged downward counts for each of its rows, and the report says so") {
  const std::vector<std::vector<sheet::Cell>> rows = {
      texts({"水井台账", "", "", ""}),    texts({"村", "井编号", "水质", "检查人"}),
      texts({"东渡村", "W1", "1", "李"}), texts({"", "W2", "", "王"}),
      texts({"", "W3", "2", ""}),         texts({"", "", "", ""}),
      texts({"西渡村", "W4", "3", "赵"}), texts({"空的", "W5", "", "钱"}),
      texts({"合计", "", "", ""}),        texts({"", "", "12", ""})};
  const Cast done = cast({{"表",
                           false,
                           rows,
                           {{6, 0, 7, 0},      // A7:A8
                            {0, 0, 0, 3},      // the title
                            {2, 0, 5, 0},      // A3:A6
                            {3, 3, 4, 3},      // D4:D5
                            {6, 2, 6, 3},      // C7:D7
                            {8, 0, 9, 0}}}});  // under the data
  CHECK(done.outcome.rows_in == 5);
  CHECK(done.outcome.rows_refused == 0);
  CHECK(done.outcome.rows_left_out == 3);
  CHECK(done.rows["village"].text(2) == "910101001001");
  CHECK(done.rows["village"].text(4) == "910101001002");  // what stands under the range is not seen
  CHECK(done.rows["water_quality"].is_null(1));
  CHECK(done.rows["inspector"].text(2) == "王");
  CHECK(done.rows["inspector"].is_null(3));
  std::vector<std::string> told;
  for (size_t row = 0; row < done.failures.rows(); ++row) told.push_back(done.failure(row));
  CHECK(told == std::vector<std::string>{"9||_left_out|note|合计|-", "10||_left_out|note|合计|-",
                                         "3|village|_merged|note|-|A3:A6、A7:A8",
                                         "4|inspector|_merged|note|-|D4:D5",
                                         "7||_merged_across|question|-|C7:D7"});
}

TEST_CASE("merged cells that come behind the rows of a great sheet are asked about") {
  std::vector<std::string> ids;
  for (int i = 0; i < 40; ++i) ids.push_back("W" + std::to_string(i));
  std::vector<std::vector<sheet::Cell>> rows = {texts({"井编号", "村", "水质"})};
  for (const std::string& id : ids) rows.push_back(texts({id, "东渡村", ""}));
  const Cast done =
      cast({{"", false, rows, {}, {{0, 0, 0, 1}, {1, 2, 2, 2}, {3, 0, 3, 2}, {5, 7, 9, 7}}}});
  CHECK(done.outcome.rows_in == 40);
  REQUIRE(done.failures.rows() == 1);
  CHECK(done.failure(0) == "2||_merged_late|question|-|C2:C3");
}

TEST_CASE("a place is understood as the sender's own people name it") {
  const std::vector<sheet::Cell> head = texts({"井编号", "村"});
  CHECK(cast({{"", false, {head, texts({"W1", "渡口镇东渡村"})}}}).rows["village"].text(0) ==
        "910101001001");
  CHECK(cast({{"", false, {head, texts({"W1", "东渡村"})}}}, "910101001")
            .rows["dist_county"]
            .text(0) == "910101");
  const Cast wrong = cast({{"", false, {head, texts({"W1", "云坪村下组"})}}});
  CHECK(wrong.failure(0) == "2|village|_cast.area_unknown|reject|云坪村下组|-");
  CHECK(wrong.outcome.rows_refused == 1);
  const Cast outside = cast({{"", false, {head, texts({"W1", "谷口镇云坪村"})}}});
  CHECK(outside.failure(0) == "2|village|_outside|reject|谷口镇云坪村|-");
  CHECK(outside.failures["other_area"].text(0) == "920102001002");
  CHECK(outside.failures["area"].text(0) == "910101");
}

TEST_CASE("a bare village of another county is told with the county it belongs to") {
  const std::vector<sheet::Cell> head = texts({"井编号", "村"});
  const auto one = [&](std::string_view name, const std::string& sender = "910101",
                       const TestPack* pack = nullptr) {
    const Cast done = cast({{"", false, {head, texts({"W1", name})}}}, sender, {}, pack);
    if (done.failures.rows() == 0) return std::string(done.rows["village"].text(0));
    const store::Column& other = done.failures["other_area"];
    return done.failure(0) + (other.is_null(0) ? "" : "|" + std::string(other.text(0)));
  };
  CHECK(one("云坪村") == "2|village|_outside|reject|云坪村|-|920102001002");
  CHECK(one("云坪村村委会") == "2|village|_outside|reject|云坪村村委会|-|920102001002");
  CHECK(one("东渡村委会") == "910101001001");
  TestFolder folder;
  std::filesystem::copy(demo_pack_folder(), folder.path() + "/p",
                        std::filesystem::copy_options::recursive);
  std::ofstream(folder.path() + "/p/areas.csv", std::ios::app)
      << "910102001003,云坪村,,,,demo\n910102001004,河口村,,,,demo\n"
         "920101001003,河口村,,,,demo\n920101001004,山脚村,,,,demo\n"
         "920102001004,山脚村,,,,demo\n920101001005,水坝村,,,,demo\n"
         "920101001006,水坝社区,,,,demo\n920102001006,水坝村委会,,,,demo\n"
         "920102001007,水坝居委会,,,,demo\n910101001003,沙头村,1990,2001,,demo\n";
  pack::Loaded loaded = must(pack::load(folder.path() + "/p"));
  REQUIRE(loaded.pack);
  const TestPack more{loaded.pack, must(pack::AreaIndex::load(*loaded.pack))};
  // One in the sender's province, another elsewhere: that of the province.
  CHECK(one("云坪村", "910101", &more) == "2|village|_outside|reject|云坪村|-|910102001003");
  CHECK(one("云坪村", "920102", &more) == "920102001002");
  CHECK(one("山脚村", "910101", &more) ==
        "2|village|_cast.area_ambiguous|reject|山脚村|920101001004 白石省石岭市岭前区前山镇山脚村、"
        "920102001004 白石省石岭市云谷县谷口镇山脚村");
  CHECK(one("水坝", "910101", &more) ==
        "2|village|_cast.area_ambiguous|reject|水坝|920101001005 白石省石岭市岭前区前山镇水坝村、"
        "920101001006 白石省石岭市岭前区前山镇水坝社区、920102001006 "
        "白石省石岭市云谷县谷口镇水坝村委会 等");
  CHECK(one("沙头村", "910101", &more) == "2|village|_outside|reject|沙头村|-|910102001001");
}

TEST_CASE("unknown and doubled headings are told once a sheet, with what was probably meant") {
  const Cast done = cast({{"",
                           false,
                           {texts({"序号", "井编号", "村", "编号", "检查日", "电话号码"}),
                            texts({"1", "W1", "东渡村", "W9", "2026-03-01", "1"})}}});
  CHECK(done.outcome.rows_in == 1);
  REQUIRE(done.failures.rows() == 2);
  CHECK(done.failure(0) == "1||_heading_unknown|note|检查日、电话号码|检查日→检查日期");
  CHECK(done.failure(1) == "1||_heading_twice|question|编号|-");
  CHECK(done.rows["well_id"].text(0) == "W1");
}

TEST_CASE("of a file that breaks off nothing is taken, however far it was read") {
  std::vector<std::vector<sheet::Cell>> rows = {texts({"井编号", "村"})};
  std::vector<std::string> ids;
  for (int i = 0; i < 70'000; ++i) ids.push_back("W" + std::to_string(i));
  for (const std::string& id : ids) rows.push_back(texts({id, "910101001001"}));
  const Error broken{.code = "sheet.truncated"};
  const Cast done = cast({{"", false, rows}}, "910101", broken);
  CHECK(done.outcome.error->code == "sheet.truncated");
  CHECK(done.outcome.rows_in == 0);
  CHECK(done.rows.rows() == 65'536);  // handed on before: the taker lets go of them
  const Cast whole = cast({{"", false, rows}});
  CHECK(whole.rows.rows() == 70'000);
  CHECK(whole.outcome.rows_in == 70'000);
}

TEST_CASE("a long cell is shown cut between characters") {
  const std::string shown = shown_text(std::string(199, 'a') + "村村");
  CHECK(shown.size() == 199);
  CHECK(trim_cell("　 \xC2\xA0村 \t　") == "村");
  CHECK(trim_cell(" 　 ").empty());
}

}  // namespace
}  // namespace diaodu::parcel
