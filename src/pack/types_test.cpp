#include "pack/types.hpp"

#include <doctest/doctest.h>

#include <set>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "pack/area_index.hpp"
#include "pack/load.hpp"

using namespace diaodu;
using namespace diaodu::pack;

namespace {

struct Fixture {
  std::shared_ptr<const Pack> demo;
  std::shared_ptr<const AreaIndex> demo_areas, china;
};
const Fixture& fixture() {
  static const Fixture kFixture = [] {
    Fixture made;
    made.demo = load(DIAODU_SOURCE_DIR "/packs/demo")->pack;
    made.demo_areas = AreaIndex::load(*made.demo).value();
    Pack real;
    real.areas.push_back({"", DIAODU_SOURCE_DIR "/third_party/areas/areas.csv"});
    made.china = AreaIndex::load(real, Level::county).value();
    return made;
  }();
  return kFixture;
}

// The value as text, or "!why" or "!why|suggestion".
std::string cast(const std::string& type, std::string_view text, bool numeric = false,
                 ColumnDef column = {}, bool real_areas = false) {
  const ColumnType* found = find_type(type);
  REQUIRE(found);
  CastContext context{fixture().demo.get(), fixture().demo_areas.get(), *parse_day("2020-03-06")};
  if (real_areas) context.areas = fixture().china.get();
  store::Column out("c", found->stored(), column.scale);
  const auto failure = found->cast(text, numeric, column, context, out);
  REQUIRE(out.size() == 1);
  CHECK(out.is_null(0) == failure.has_value());
  if (failure) {
    CHECK(!says(failure->why).zh.empty());
    const std::string why = "!" + std::string(failure->why);
    return failure->suggestion.empty() ? why : why + "|" + failure->suggestion;
  }
  switch (found->stored()) {
    case store::Type::boolean: return out.boolean(0) ? "true" : "false";
    case store::Type::day: return to_text(out.day(0));
    case store::Type::int64: return std::to_string(out.int64(0));
    case store::Type::decimal: return decimal_text(out.decimal(0), column.scale);
    default: return std::string(out.text(0));
  }
}

}  // namespace

TEST_CASE("days in the forms people write; a month alone is no day") {
  for (const char* text :
       {"2020-03-01", "2020/3/1", "2020.3.1", "2020年3月1日", "2020年03月01号", "20200301",
        "２０２０年３月１日", "2020-03-01 00:00:00", "2020/3/1 0:00"})
    CHECK_MESSAGE(cast("day", text) == "2020-03-01", text);
  // 43892.75 of a workbook, as its reader writes it
  CHECK(cast("day", "2020-03-03 18:00:00") == "2020-03-03");
  CHECK(cast("day", "2020-03-03 18:00:00", true) == "2020-03-03");
  CHECK(cast("day", "2020-03-03T18:00:00.000") == "2020-03-03");
  CHECK(cast("day", "2020-03-03 23:59") == "2020-03-03");
  for (const char* text :
       {"2020-03-03 18", "2020-03-03 24:00:00", "2020-03-03 18:00:0", "2020-03-03 18:61:00",
        "2020-03-03 18:00:00.", "2020-03-03 ::", "2020-03-03 18:00:00:00"})
    CHECK_MESSAGE(cast("day", text) == "!not_a_day", text);
  CHECK(cast("day", "43891", true) == "2020-03-01");
  CHECK(cast("day", "43892.75", true) == "2020-03-02");
  CHECK(cast("day", "43892.", true) == "!not_a_day");
  CHECK(cast("day", "43891") == "!not_a_day|2020-03-01");
  CHECK(cast("day", "20200301", true) == "2020-03-01");
  CHECK(cast("day", "2020.7") == "!not_a_day|2020-07-DD");
  CHECK(cast("day", "2020年7月") == "!not_a_day|2020-07-DD");
  CHECK(cast("day", "20.3.1") == "!not_a_day|2020-03-01");
  CHECK(cast("day", "2020-02-30") == "!no_such_day");
  CHECK(cast("day", "2020-13-01") == "!no_such_day");
  CHECK(cast("day", "昨天") == "!not_a_day");
  CHECK(cast("day", "2020-03-") == "!not_a_day");
}

TEST_CASE("ticks and crosses, digits and words are answers; dots in names are one dot") {
  for (const char* yes : {"是", "1", "１", "√", "Y", "有"}) CHECK(cast("yes_no", yes) == "true");
  for (const char* no : {"否", "0", "×", "N", "无"}) CHECK(cast("yes_no", no) == "false");
  CHECK(cast("yes_no", "1", true) == "true");
  CHECK(cast("yes_no", "2") == "!not_yes_or_no");
  for (const char* dot : {"·", "•", "‧", "・", "．", "⋅", "･"})
    CHECK(cast("person_name", "阿依" + std::string(dot) + "买买提") == "阿依·买买提");
  for (const char* kept : {"王𬭸", "李\uE863", "张？", "张*", "张□"})
    CHECK(cast("person_name", kept) == kept);
}

TEST_CASE("months are kept as their first day; 2020.1 as a number may be October") {
  for (const char* text : {"2020.7", "2020年7月", "2020-07", "202007", "2020/7", "2020年7月15日"})
    CHECK_MESSAGE(cast("month", text) == "2020-07-01", text);
  CHECK(cast("month", "202007", true) == "2020-07-01");
  CHECK(cast("month", "2020.1") == "2020-01-01");
  CHECK(cast("month", "2020.1", true) == "!month_or_october");
  CHECK(cast("month", "7月") == "!not_a_month|2020-07");  // the year is offered, not guessed
  CHECK(cast("month", "12月份") == "!not_a_month|2020-12");
  CHECK(cast("month", "13月") == "!not_a_month");
  CHECK(cast("month", "43831", true) == "2020-01-01");
  CHECK(cast("month", "43831") == "!not_a_month|2020-01");
  CHECK(cast("day", "43831", true) == "2020-01-01");
  CHECK(cast("day", "43831") == "!not_a_day|2020-01-01");
  CHECK(cast("month", "2020.13") == "!not_a_month");
}

TEST_CASE("numbers: exact, with separators, units and exponents; never rounded in silence") {
  ColumnDef money;
  money.scale = 2;
  for (const char* text :
       {"3500", "3,500", "3500.00", "3500元", "￥3500", "３５００", "3.5E+3", "3，500"})
    CHECK_MESSAGE(cast("decimal", text, false, money) == "3500", text);
  CHECK(cast("decimal", "-12.5", false, money) == "-12.5");
  CHECK(cast("decimal", "3500.0000000001", true, money) == "3500");
  CHECK(cast("decimal", "3500.005", false, money) == "!too_precise");
  CHECK(cast("decimal", "3.5万", false, money) == "!not_a_number|35000");
  CHECK(cast("decimal", "35,00", false, money) == "!not_a_number");
  CHECK(cast("decimal", "三千", false, money) == "!not_a_number");
  CHECK(cast("decimal", "1E+30", false, money) == "!not_a_number");
  CHECK(cast("decimal", "99999999999999999999", false, money) == "!too_large");
  CHECK(cast("whole", "12.0") == "12");
  CHECK(cast("whole", "12.5") == "!not_whole");
  CHECK(cast("whole", "-") == "!not_a_number");
}

TEST_CASE("yes and no") {
  for (const char* text : {"是", "1", "Y", "√", "true", "Ｙ"})
    CHECK(cast("yes_no", text) == "true");
  for (const char* text : {"否", "0", "N", "×", "false"}) CHECK(cast("yes_no", text) == "false");
  CHECK(cast("yes_no", "大概") == "!not_yes_or_no");
}

TEST_CASE("codes by code, name and other spelling") {
  ColumnDef quality;
  quality.codes = "water_quality";
  for (const char* text : {"3", "不可饮用", "Not drinkable", "不合格", "３", "3-不可饮用", "3 差"})
    CHECK_MESSAGE(cast("code", text, false, quality) == "3", text);
  CHECK(cast("code", "煮沸后", false, quality) == "!not_in_list|煮沸后饮用");
  CHECK(cast("code", "7", false, quality) == "!not_in_list");
  ColumnDef reason;
  reason.codes = "no_value_reason";
  CHECK(cast("code", "1", true, reason) == "01");
}

TEST_CASE("areas at the level asked for, never trimmed") {
  ColumnDef village, county;
  village.level = Level::village, county.level = Level::county;
  CHECK(cast("area", "910102001001", false, village) == "910102001001");
  CHECK(cast("area", "沙河县沙头乡沙头村", false, village) == "910102001001");
  CHECK(cast("area", "沙河县", false, village) == "!area_not_deep");
  CHECK(cast("area", "910102", false, village) == "!area_not_deep");
  CHECK(cast("area", "910102001", false, county) == "!area_too_deep|910102 青江省临江市沙河县");
  CHECK(cast("area", "白石省云谷", false, county) == "920102");
  CHECK(cast("area", "910102000000", false, county) == "!area_unknown|910102 青江省临江市沙河县");
  CHECK(cast("area", "910199", false, county) == "!area_unknown");
  CHECK(cast("area", "910103", false, county) == "!area_gone|910102 青江省临江市沙河县");
  CHECK(cast("area", "没有县", false, county) == "!area_unknown");
  CHECK(cast("area", "朝阳区", false, county, true) ==
        "!area_ambiguous|110105 北京市朝阳区, 220104 吉林省长春市朝阳区");
  CHECK(cast("area", "东莞市", false, county, true) == "441900");
  for (const char* text : {"境外", "abroad", "国外"})
    CHECK(cast("area", text, false, county, true) == "abroad");
  CHECK(cast("area", "不详", false, county, true) == "unknown");
  CHECK(cast("area", "香港", false, county, true) == "81");
  CHECK(cast("area", "71", false, county, true) == "71");
  CHECK(cast("area", "abroad", false, village, true) == "!area_not_deep");
}

TEST_CASE("citizen ids: GB 11643") {
  const auto id = [](std::string_view text, bool numeric = false) {
    return cast("citizen_id", text, numeric, {}, true);
  };
  CHECK(id("11010519491231002X") == "11010519491231002X");
  CHECK(id("11010519491231002x") == "11010519491231002X");
  CHECK(id("１１０１０５１９４９１２３１００２Ｘ") == "11010519491231002X");
  CHECK(id("'11010519491231002X") == "11010519491231002X");
  CHECK(id("110105 19491231 002X") == "11010519491231002X");
  CHECK(id("=\"11010519491231002X\"") == "11010519491231002X");
  CHECK(id("1.23457E+17") == "!precision_lost");
  CHECK(id("513422198001010000", true) == "!precision_lost");
  CHECK(id("110105194912310000") == "!precision_lost");  // a spreadsheet's zeros in a CSV
  CHECK(id("110105491231002") == "!id15|11010519491231002X");
  CHECK(id("1101051949123100") == "!id_length");
  CHECK(id("没有") == "!not_an_id");
  CHECK(id("110105194912310021") == "!check_digit");
  CHECK(id("110105194913310022") == "!birth");
  CHECK(id("11010520210101001X") == "!birth");  // not born by the day of the parcel
}

TEST_CASE("an id issued in a vanished county is right for its years and wrong after") {
  const auto numbered = [](const std::string& seventeen) {
    for (char c : std::string("0123456789X"))
      if (const std::string value = cast("citizen_id", seventeen + c, false, {}, true);
          value != "!check_digit")
        return value;
    return std::string("none");
  };
  CHECK(numbered("52240120000101001").starts_with("522401"));  // 毕节市 1993-2010
  CHECK(numbered("52240119800101001").starts_with("522401"));  // issued later than birth
  CHECK(numbered("52240120120101001") == "!area_never");
  CHECK(numbered("99999919800101001") == "!area_never");
}

TEST_CASE("phones, social credit codes, bank cards, names, numbers of things") {
  for (const char* text : {"13812341234", "+86 138-1234-1234", "8613812341234",
                           "１３８１２３４１２３４", "0086 13812341234"})
    CHECK_MESSAGE(cast("phone", text) == "13812341234", text);
  CHECK(cast("phone", "12812341234") == "!not_a_phone");
  CHECK(cast("phone", "1381234123") == "!not_a_phone");
  CHECK(cast("phone", "13812341234/13900001111") == "!not_a_phone|13812341234");
  CHECK(cast("phone", "1.38123E+10") == "!precision_lost");
  CHECK(cast("phone", "0834-6521234") == "!not_a_phone");
  ColumnDef fixed;
  fixed.fixed_line = true;
  CHECK(cast("phone", "0834-6521234", false, fixed) == "08346521234");
  CHECK(cast("uscc", "91350100M000100Y43") == "91350100M000100Y43");
  CHECK(cast("uscc", "91350100m000100y43") == "91350100M000100Y43");
  CHECK(cast("uscc", "91350100M000100Y44") == "!uscc_check");
  CHECK(cast("uscc", "91350100M000100") == "!not_a_uscc");
  CHECK(cast("bank_card", "6222 0212 0000 0000 008") == "!card_check");
  CHECK(cast("bank_card", "4111111111111111") == "4111111111111111");
  CHECK(cast("bank_card", "4111111111111111", true) == "!precision_lost");
  CHECK(cast("bank_card", "6222") == "!not_a_card");
  CHECK(cast("person_name", "阿依古丽•买买提") == "阿依古丽·买买提");
  CHECK(cast("person_name", "张三?*") == "张三?*");  // kept byte for byte: a rule's matter
  CHECK(cast("person_name", "𠮷田") == "𠮷田");
  CHECK(cast("code_text", "ＷＡ－１") == "WA-1");
  CHECK(cast("code_text", "编号1") == "!not_a_code_text");
  CHECK(cast("code_text", "1234567890123456", true) == "!precision_lost");
  CHECK(cast("text", std::string(256, 'a')) == "!too_long");
  CHECK(cast("text", std::string_view("a\0b", 3)) == "!control_character");
}

TEST_CASE("masks keep what may be seen") {
  CHECK(find_type("person_name")->mask("张小三") == "张*");
  CHECK(find_type("citizen_id")->mask("51341212345678123X") == "5134**********123X");
  CHECK(find_type("phone")->mask("13812341234") == "138****1234");
  CHECK(find_type("bank_card")->mask("4111111111111234") == "************1234");
  CHECK(find_type("text")->mask("某公司") == "某*");
  CHECK(find_type("area")->mask("513422100201") == "513422******");
  CHECK(find_type("area")->mask("513422") == "513422");
  CHECK(find_type("text")->mask("") == "");
  // a name in the wrong column: nothing of it is left, and no half characters
  CHECK(find_type("phone")->mask("张三丰") == "***");
  CHECK(find_type("phone")->mask("138 1234 1234") == "******");
  CHECK(find_type("citizen_id")->mask("住凉山州木里县") == "******");
  CHECK(find_type("bank_card")->mask("张三") == "**");
  CHECK(find_type("uscc")->mask("某某公司") == "****");
  CHECK(find_type("area")->mask("木里县") == "***");
  CHECK(find_type("day")->mask("三月一日x") == "*");
  CHECK(find_type("month")->mask("二〇二〇年") == "*");
  for (const std::string& type : type_names())
    for (std::string_view text : {"张三丰", "三月一日x", "a张1三", "１３８１２３４１２３４"})
      CHECK_MESSAGE(is_utf8(find_type(type)->mask(text)), type);
}

TEST_CASE("every type has a name of its own, every failure words in both languages") {
  std::set<std::string> names;
  for (const std::string& name : type_names()) CHECK(names.insert(name).second);
  CHECK(find_type("nothing") == nullptr);
  for (std::string_view why : failure_names()) {
    CHECK(!says(why).zh.empty());
    CHECK(!says(why).en.empty());
    CHECK(!fixes(why).zh.empty());
    CHECK(!fixes(why).en.empty());
    CHECK(suggests(why).zh.find("{suggestion}") != std::string::npos);
    CHECK(suggests(why).en.find("{suggestion}") != std::string::npos);
  }
}
