#include "scenario/scenario.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <sstream>
#include <unordered_set>

#include "base/hash.hpp"
#include "pack/load.hpp"
#include "scenario/apportion.hpp"
#include "scenario/drive_plan.hpp"
#include "scenario/makers.hpp"

using namespace diaodu;
using namespace diaodu::scenario;

namespace {

struct Ground {
  std::shared_ptr<const pack::Pack> pack;
  std::shared_ptr<const pack::AreaIndex> areas;
};

Ground ground() {
  auto loaded = pack::load(std::string(DIAODU_SOURCE_DIR) + "/packs/relief-2020");
  REQUIRE(loaded.ok());
  for (const Error& fault : loaded->faults) MESSAGE(to_line(fault, false));
  REQUIRE(loaded->pack);
  auto areas = pack::AreaIndex::load(*loaded->pack);
  REQUIRE(areas.ok());
  return {loaded->pack, *areas};
}

std::string folder_of(const std::string& name) {
  const auto folder = std::filesystem::temp_directory_path() / ("diaodu_scenario_test_" + name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder.string();
}

std::string hash_of_tree(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == ".csv")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  Sha256 hash;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    hash.update(file.filename().string() + bytes.str());
  }
  return hash.hex();
}

}  // namespace

TEST_CASE("shares by largest remainder add up, and caps hold") {
  const auto shares = apportion(10, {1, 1, 1});
  CHECK(shares == std::vector<int64_t>{4, 3, 3});
  CHECK(apportion(7, {0.5, 0, 0.5}) == std::vector<int64_t>{4, 0, 3});
  const auto capped = apportion_capped(10, {100, 1, 1}, {2, 5, 5});
  CHECK(std::accumulate(capped.begin(), capped.end(), int64_t{0}) == 10);
  CHECK(capped[0] == 2);
}

TEST_CASE("the drive's plan gives the published totals at every scale") {
  const Ground on = ground();
  for (double scale : {1.0, 0.1, 0.001}) {
    MakeOptions options{on.pack.get(), on.areas.get(), "drive_2020_03", scale, 1, ""};
    auto plan = plan_drive(options, *on.pack->scenario("drive_2020_03"));
    REQUIRE(plan.ok());
    int64_t stock = 0, complete = 0, completed = 0, confirmed = 0, added = 0, incomplete = 0;
    for (const CountyPlan& county : plan->counties) {
      stock += county.stock, complete += county.complete, confirmed += county.confirmed,
          added += county.added;
      const auto sent = plan->sent(county, plan->days);
      completed += sent.completed;
      CHECK(sent.added == county.added);
      CHECK(sent.completed == county.to_complete());
      incomplete += county.rest + county.added_incomplete;
      CHECK(county.complete + county.rest <= county.stock);
    }
    CHECK(stock == std::llround(14200400 * scale));
    CHECK(stock + added == std::llround(16901200 * scale));
    CHECK(completed + confirmed == std::llround(10120000 * scale));
    CHECK(complete * 100 / stock == 28);
    CHECK((stock + added - incomplete) * 100 / (stock + added) == 98);
  }
}

TEST_CASE("the same seed makes the same files, another seed others") {
  const Ground on = ground();
  std::vector<std::string> hashes;
  for (uint64_t seed : {1u, 1u, 2u}) {
    MakeOptions options{on.pack.get(), on.areas.get(), "drive_2020_03",
                        0.0002,        seed,           folder_of(std::to_string(hashes.size()))};
    int64_t files = 0, days = 0;
    Callbacks callbacks;
    callbacks.day_begins = [&](Day, int64_t, int64_t) -> Result<void> {
      return ++days, Result<void>{};
    };
    callbacks.submit = [&](const Submission& one) -> Result<void> {
      files += one.path.empty() ? 0 : 1;
      return {};
    };
    callbacks.day_ends = [](const DaySummary&) -> Result<void> { return {}; };
    const auto made = make(options, callbacks);
    REQUIRE(made.ok());
    CHECK(days == 9);
    CHECK(files > 1000);
    hashes.push_back(hash_of_tree(options.folder));
    std::filesystem::remove_all(options.folder);
  }
  CHECK(hashes[0] == hashes[1]);
  CHECK(hashes[0] != hashes[2]);
}

TEST_CASE("published figures are compared at their own precision") {
  Expectation one;
  one.of = "n", one.value = "1420.04", one.unit = "10000", one.cut = "truncate",
  one.exact = "14200400";
  CHECK(compare(one, "14200499", "", 1).equal);
  CHECK_FALSE(compare(one, "14200500", "", 1).equal);
  CHECK_FALSE(compare(one, "", "", 1).equal);
  CHECK(compare(one, "14200", "", 0.001).equal);
  Expectation percent;
  percent.of = "percent", percent.value = "98", percent.cut = "truncate";
  CHECK(compare(percent, "989", "1000", 1).equal);
  CHECK_FALSE(compare(percent, "979", "1000", 1).equal);
  CHECK_FALSE(compare(percent, "0", "0", 1).equal);
}

TEST_CASE("nobody shares an identity number, not even where codes of former years are borrowed") {
  const Ground on = ground();
  MakeOptions options{on.pack.get(), on.areas.get(), "drive_2020_03", 1, 1, ""};
  const pack::ScenarioDef& scenario = *on.pack->scenario("drive_2020_03");
  auto plan = plan_drive(options, scenario);
  auto makers = Makers::create(options, scenario);
  REQUIRE(plan.ok());
  REQUIRE(makers.ok());
  size_t id = 0;
  while (makers->columns()[id].name != "citizen_id") ++id;
  std::unordered_set<std::string> seen;
  int64_t people = 0, largest = 0;
  for (size_t rank = 0; rank < plan->counties.size(); ++rank) {
    const CountyPlan& county = plan->counties[rank];
    const int64_t all = county.stock + county.added;
    largest = std::max(largest, all);
    if (!county.area.starts_with("13") && !county.area.starts_with("52")) continue;
    makers->enter(county, rank);
    for (int64_t number = 0; number < all; number += 7) {
      std::string text;
      makers->cell(makers->person(number), id, 0, plan->first_day, text);
      CHECK(text.size() == 18);
      seen.insert(text);
      ++people;
    }
    std::string last;  // the whole range has numbers
    makers->cell(makers->person(all - 1), id, 0, plan->first_day, last);
  }
  CHECK(largest < 250'000);
  CHECK(static_cast<int64_t>(seen.size()) == people);
}
