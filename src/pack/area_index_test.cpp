#include "pack/area_index.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace diaodu;
using namespace diaodu::pack;

namespace {
using Codes = std::vector<std::string>;

Pack pack_with(const std::string& path) {
  Pack pack;
  pack.areas.push_back({"areas.csv", path});
  return pack;
}

// The set-up makes this file (tools/make_areas.py); ./run test runs the set-up first.
const AreaIndex& china() {
  static const auto kIndex = [] {
    auto index = AreaIndex::load(pack_with(DIAODU_SOURCE_DIR "/third_party/areas/areas.csv"));
    if (!index.ok()) MESSAGE(to_line(index.error(), false));
    return std::move(index).value();
  }();
  return *kIndex;
}

std::string write_areas(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / "diaodu_area_index_test.csv";
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}
}  // namespace

TEST_CASE("the divisions of the package: counts, children, codes ending in 00") {
  const AreaIndex& index = china();
  CHECK(index.children("").size() == 31);
  size_t cities = 0, counties = 0, living[13] = {};
  for (auto province : index.children("")) {
    cities += index.children(province).size();
    for (auto city : index.children(province)) counties += index.children(city).size();
  }
  CHECK(cities == 342);
  CHECK(counties == 2978);
  for (const AreaRow& row : index.rows())
    if (row.source == "china-division") ++living[row.code.size()];
  CHECK(living[9] == 41352);
  CHECK(living[12] == 620573);
  CHECK(index.children("4419") == std::vector<std::string_view>{"441900"});
  CHECK(index.find("441900")->name == "东莞市");
  CHECK(index.find("4604")->name == "儋州市");
  CHECK(index.find("abroad")->name == "境外");
  CHECK(index.find("513499") == nullptr);
}

TEST_CASE("names, paths and short forms of places are resolved; equal names are ambiguous") {
  const AreaIndex& index = china();
  for (const char* typed : {"四川省凉山彝族自治州木里藏族自治县", "四川省凉山州木里县", "四川木里",
                            "木里县", "木里藏族自治县", "四川省/凉山彝族自治州/木里藏族自治县",
                            "四川省 凉山州 木里县", "513422", "５１３４２２"})
    CHECK_MESSAGE(index.resolve(typed) == Codes{"513422"}, typed);
  CHECK(index.resolve("北京市东城区") == Codes{"110101"});
  CHECK(index.resolve("北京市市辖区东城区") == Codes{"110101"});
  CHECK(index.resolve("内蒙古") == Codes{"15"});
  CHECK(index.resolve("吉林市") == Codes{"2202"});
  const Codes jilin =
      index.resolve("吉林");  // a province, a city, townships: the caller's level decides
  CHECK(std::find(jilin.begin(), jilin.end(), "22") != jilin.end());
  CHECK(std::find(jilin.begin(), jilin.end(), "2202") != jilin.end());
  CHECK(index.resolve("东莞市") == Codes{"4419", "441900"});
  CHECK(index.resolve("朝阳区") == Codes{"110105", "220104"});
  CHECK(index.resolve("长春市朝阳区") == Codes{"220104"});
  CHECK(index.resolve("河北省朝阳区").empty());
  CHECK(index.resolve("双江县") == Codes{"530925"});
  CHECK(index.resolve("没有这个地方").empty());
  CHECK(index.resolve("").empty());
}

TEST_CASE("a village is resolved by its path, with or without 村委会") {
  const AreaIndex& index = china();
  CHECK(index.resolve("北京市东城区东华门街道多福巷社区居委会") == Codes{"110101001001"});
  CHECK(index.resolve("东城区东华门街道多福巷社区") == Codes{"110101001001"});
  CHECK(index.resolve("东城区东华门街道没有的社区").empty());
}

TEST_CASE("a path leaves out levels that are no places, and a city that is its own county") {
  const AreaIndex& index = china();
  CHECK(index.path("513422") == "四川省凉山彝族自治州木里藏族自治县");
  CHECK(index.path("110101") == "北京市东城区");
  CHECK(index.path("441900") == "广东省东莞市");
  CHECK(index.path("429004") == "湖北省仙桃市");
  CHECK(index.path("abroad") == "境外");
}

TEST_CASE("codes of past years hold in their years and not after") {
  const AreaIndex& index = china();
  CHECK(index.existed("522401", 2000));  // 毕节市, 1993-2010
  CHECK_FALSE(index.existed("522401", 2011));
  CHECK_FALSE(index.existed("522401", 1990));
  CHECK(index.existed_within("522401", 1970, 2020));
  CHECK_FALSE(index.existed_within("522401", 2011, 2020));
  CHECK(index.existed("513422", 2020));
  CHECK(index.existed("522400", 2000));  // the prefecture's own code
  CHECK_FALSE(index.existed("999999", 2000));
  CHECK(index.find("522401")->to_year == 2010);
  CHECK(index.find("220281")->name == "蛟河市");  // the living row, though a later span has ended
}

TEST_CASE("an index down to counties holds no townships") {
  auto index =
      AreaIndex::load(pack_with(DIAODU_SOURCE_DIR "/third_party/areas/areas.csv"), Level::county);
  REQUIRE(index.ok());
  CHECK((*index)->find("513422") != nullptr);
  CHECK((*index)->find("513422100") == nullptr);
  CHECK((*index)->find("unknown") != nullptr);
}

TEST_CASE("a missing or damaged area file is an error with its line") {
  auto missing = AreaIndex::load(pack_with("/nowhere/areas.csv"));
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().code == "pack.no_areas");
  const std::string header = "code,name,from_year,to_year,successor,source\n";
  for (const char* line :
       {"513,甲,,,,x\n", "51,甲,,,x\n", "51,,,,,x\n", "51,甲,19x0,,,x\n", "51,甲,,,,x,y\n"}) {
    const std::string path = write_areas(header + "11,乙,,,,x\n" + line);
    auto bad = AreaIndex::load(pack_with(path));
    REQUIRE_FALSE_MESSAGE(bad.ok(), line);
    CHECK(bad.error().code == "pack.bad_areas");
    CHECK(bad.error().place == path + ":3:1");
  }
  auto headless = AreaIndex::load(pack_with(write_areas("51,甲,,,,x\n")));
  REQUIRE_FALSE(headless.ok());
  CHECK(headless.error().place.ends_with(":1:1"));
}
