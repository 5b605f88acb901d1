// comparisons/: the rules they stand for, and faults with their place.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/own_folder.hpp"
#include "base/text.hpp"
#include "pack/comparison.hpp"
#include "pack/load.hpp"

using namespace diaodu;
using namespace diaodu::pack;
namespace fs = std::filesystem;

namespace {

constexpr const char* kColumns =
    "[[column]]\nname = \"id\"\ntype = \"code_text\"\nneed = \"always\"\n"
    "[[column]]\nname = \"home\"\ntype = \"area\"\nlevel = \"county\"\nneed = \"always\"\n"
    "[[column]]\nname = \"wage\"\ntype = \"decimal\"\nscale = 2\n"
    "[[column]]\nname = \"pay\"\ntype = \"decimal\"\nscale = 2\n"
    "[[column]]\nname = \"born\"\ntype = \"day\"\n"
    "[[column]]\nname = \"who\"\ntype = \"person_name\"\nsecret = \"personal\"\n"
    "[[column]]\nname = \"remark\"\ntype = \"text\"\n";
constexpr const char* kComparison =
    "[comparison]\nname = { zh = \"比对\", en = \"held\" }\nours = \"job\"\ntheirs = \"list\"\n"
    "key = [\"id\"]\nwhere_theirs = \"wage > 0\"\nsettled = \"remark\"\n"
    "finds = [\"only_here\", \"only_there\"]\ndays = 15\nblocks = [[\"who sound\", \"born 4\"]]\n"
    "[[field]]\ncolumns = \"wage\"\npercent = 10\n"
    "[[field]]\ncolumns = \"born\"\ndays = 3\n"
    "[[link]]\ncolumns = \"who\"\nas = \"name\"\n"
    "[[link]]\ncolumns = \"born\"\nas = \"day\"\n";

struct Folder {
  OwnFolder own = *OwnFolder::make(fs::temp_directory_path(), "diaodu");
  fs::path path = own.path();
  explicit Folder(const std::string& comparison) {
    for (const char* part : {"registers", "comparisons"}) fs::create_directories(path / part);
    const std::string head = "[register]\nname = \"x\"\nkey = [\"id\"]\narea = \"home\"\n";
    write("pack.toml",
          "[pack]\nid = \"t\"\nversion = \"1\"\nname = \"t\"\nareas = [\"areas.csv\"]\n");
    write("areas.csv", "code,name,from_year,to_year,successor,source\n51,甲省,,,,x\n");
    write("registers/job.toml", head + kColumns);
    write("registers/list.toml", head + kColumns);
    write("comparisons/held.toml", comparison);
  }
  void write(const char* name, const std::string& bytes) const {
    std::ofstream(path / name, std::ios::binary) << bytes;
  }
};

std::string fault(const std::string& from, const std::string& to) {
  const std::string text = replace_all(kComparison, from, to);
  REQUIRE_MESSAGE(text != kComparison, from);
  const Folder folder(text);
  auto loaded = load(folder.path.string());
  REQUIRE(loaded.ok());
  std::vector<std::string> lines;
  for (const Error& one : loaded->faults) {
    CHECK(!one.message.zh.empty());
    lines.push_back(replace_all(to_line(one, false), folder.path.string() + "/", ""));
  }
  return join(lines, "\n");
}

}  // namespace

TEST_CASE("a comparison stands for rules that follow the other register") {
  const Folder folder(kComparison);
  auto loaded = load(folder.path.string());
  REQUIRE(loaded.ok());
  REQUIRE(loaded->pack);
  const Pack& pack = *loaded->pack;
  CHECK(follows_missing(pack).empty());
  CHECK(pack.rules.size() == 4);
  const Rule* there = pack.rule("list", "held_only_there");
  const Rule* here = pack.rule("job", "held_only_here");
  const Rule* wage = pack.rule("list", "held_wage");
  REQUIRE(there);
  REQUIRE(here);
  REQUIRE(wage);
  REQUIRE(pack.rule("list", "held_born"));
  CHECK(there->query.find("(wage > 0)") != std::string::npos);
  CHECK(there->query.find("i.remark is null") != std::string::npos);
  REQUIRE(there->follows.size() == 1);
  CHECK(there->follows[0].register_id == "job");
  CHECK(there->follows[0].same.size() == 2);  // county and key
  // Who is not on a list learns it when any of the list comes.
  REQUIRE(here->follows.size() == 1);
  CHECK(here->follows[0].same.size() == 1);
  CHECK(here->follows[0].same[0].first == "dist_county");
  CHECK(std::ranges::count(here->follows[0].columns, "id") == 1);
  CHECK(wage->says.zh.find("允许相差10%") != std::string::npos);
  CHECK(wage->fix.en.find("within 15 days") != std::string::npos);
  CHECK(wage->grade == Grade::question);

  const auto comparisons = comparisons_of(pack);
  REQUIRE(comparisons.ok());
  REQUIRE(comparisons->size() == 1);
  const Comparison& one = comparisons->front();
  CHECK(one.id == "held");
  REQUIRE(one.blocks.size() == 1);
  CHECK(one.blocks[0][0].sound);
  CHECK(one.blocks[0][1].field == 1);
  CHECK(one.blocks[0][1].digits == 4);
}

TEST_CASE("a comparison tells its rules, whoever is asked and whatever the columns are called") {
  const std::string differing =
      replace_all(kComparison, "columns = \"wage\"", "columns = \"wage = pay\"");
  for (const char* asks : {"theirs", "ours"}) {
    const Folder folder(
        replace_all(differing, "days = 15", std::string("days = 15\nasks = \"") + asks + "\""));
    const auto loaded = load(folder.path.string());
    REQUIRE(loaded.ok());
    REQUIRE(loaded->pack);
    const auto comparisons = comparisons_of(*loaded->pack);
    REQUIRE(comparisons.ok());
    const auto rules = rules_of(comparisons->front());
    CHECK(rules.size() == loaded->pack->rules.size());
    for (const ComparisonRule& rule : rules)
      CHECK_MESSAGE(loaded->pack->rule(rule.register_id, "held_" + rule.what), rule.what);
  }
}

TEST_CASE("faults of a comparison say the place and what was meant") {
  CHECK(fault("theirs = \"list\"", "theirs = \"lisst\"") ==
        "comparisons/held.toml:4:10: there is no register \"lisst\". Did you mean \"list\"?");
  CHECK(fault("key = [\"id\"]", "key = [\"idd\"]") ==
        "comparisons/held.toml:5:8: register \"job\" has no column \"idd\". Did you mean \"id\"?\n"
        "comparisons/held.toml:5:8: register \"list\" has no column \"idd\". Did you mean \"id\"?");
  CHECK(fault("columns = \"wage\"", "columns = \"wage = born\"") ==
        "comparisons/held.toml:12:11: \"wage\" and \"born\" are of different types and cannot be "
        "compared.");
  CHECK(fault("percent = 10", "percnt = 10").starts_with("comparisons/held.toml:13:1: "));
  CHECK(fault("percent = 10", "days = 10") ==
        "comparisons/held.toml:12:11: `days` goes with dates, `number` and `percent` with "
        "numbers.");
  CHECK(fault("percent = 10", "percent = -10") ==
        "comparisons/held.toml:13:11: a tolerance is not negative.");
  CHECK(fault("\"only_there\"]", "\"only_their\"]") ==
        "comparisons/held.toml:8:23: `finds` cannot be \"only_their\". Did you mean "
        "\"only_there\"?");
  CHECK(fault("wage > 0", "wagee > 0").starts_with("comparisons/held.toml:6:17: "));
  CHECK(fault("as = \"name\"", "as = \"nam\"").starts_with("comparisons/held.toml:19:6: "));
  CHECK(fault("\"who sound\"", "\"hwo sound\"").starts_with("comparisons/held.toml:10:12: "));
  CHECK(fault("\"born 4\"", "\"born 5\"").starts_with("comparisons/held.toml:10:25: "));
  CHECK(fault("days = 15\n", "").starts_with("comparisons/held.toml:1:1: "));
  CHECK(fault("settled = \"remark\"", "settled = \"remrk\"")
            .starts_with("comparisons/held.toml:7:11: "));
  CHECK(fault("ours = \"job\"", "ours = \"list\"") ==
        "comparisons/held.toml:4:10: `ours` and `theirs` are two registers.");
}
