// Bad packs: every fault with its exact text and place. A case is a small good pack with one thing
// changed.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "base/text.hpp"
#include "pack/load.hpp"

using namespace diaodu;
using namespace diaodu::pack;
namespace fs = std::filesystem;

namespace {

using Files = std::map<std::string, std::string>;

Files good() {
  return {
      {"pack.toml", "[pack]\nid = \"t\"\nversion = \"1\"\nname = \"t\"\nareas = [\"areas.csv\"]\n"},
      {"areas.csv", "code,name,from_year,to_year,successor,source\n51,甲省,,,,x\n"},
      {"codes/way.toml",
       "[codes.way]\nitems = [ { code = \"1\", zh = \"一\", en = \"one\" }, { code = \"2\", zh = "
       "\"二\", en = \"two\" } ]\n"},
      {"params/wage.toml",
       "[wage_max]\nunit = \"yuan\"\nvalues = [ { from = 2020-01-01, value = 30000 } ]\n"},
      {"groups.toml", "[[group]]\nid = \"all\"\nname = \"all\"\nareas = [\"51\"]\n"},
      {"registers/job.toml",
       "[register]\nname = \"jobs\"\nkey = [\"job_id\"]\narea = \"home\"\n"
       "[[column]]\nname = \"job_id\"\ntype = \"code_text\"\nneed = \"always\"\n"
       "[[column]]\nname = \"home\"\ntype = \"area\"\nlevel = \"county\"\nneed = \"always\"\n"
       "[[column]]\nname = \"work_place\"\ntype = \"area\"\nlevel = \"county\"\nneed = "
       "\"expected\"\n"
       "[[column]]\nname = \"wage\"\ntype = \"decimal\"\nscale = 2\nneed = \"expected\"\nwhen = "
       "\"work_place is not null\"\n"
       "[[column]]\nname = \"way\"\ntype = \"code\"\ncodes = \"way\"\nsecret = \"open\"\n"},
      {"rules/job.toml",
       "[rule.wage_high]\ngrade = \"question\"\ncolumn = \"wage\"\nfails = \"wage > $wage_max\"\n"
       "says = \"{wage} > {wage_max}\"\n"},
      {"cases/job.toml", "[[case]]\nrule = \"wage_high\"\nfails = true\nrow = { wage = 40000 }\n"},
      {"indicators/jobs.toml",
       "[indicator]\nname = \"jobs\"\nunit = \"job\"\nkind = \"sum\"\nregister = \"job\"\naxes = "
       "[\"way\"]\nquery = \"jobs.sql\"\n"},
      {"indicators/jobs.sql",
       "select home as area, way as part, count(*) as n\nfrom job\ngroup by 1, 2\n"},
      {"targets/many.toml",
       "[target]\nname = \"many\"\nindicator = \"jobs\"\ngoal = 10\nexpects = \"all\"\n"},
  };
}

void write(const fs::path& folder, const Files& files) {
  fs::remove_all(folder);
  for (const auto& [name, bytes] : files) {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary) << bytes;
  }
}

// Writes the pack, loads it, gives the faults as lines with the folder's name cut off.
std::vector<std::string> faults_of(const Files& files) {
  const fs::path folder = fs::temp_directory_path() / "diaodu_load_faults_test";
  write(folder, files);
  auto loaded = load(folder.string());
  REQUIRE(loaded.ok());
  CHECK((loaded->pack == nullptr) == !loaded->faults.empty());
  std::vector<std::string> lines;
  std::vector<Error> faults = loaded->faults;
  for (Error& one : follows_missing(loaded->pack ? *loaded->pack : *loaded->partial))
    faults.push_back(std::move(one));
  for (const Error& fault : faults) {
    CHECK(fault.code.starts_with("pack."));
    CHECK(!fault.message.zh.empty());
    CHECK(fault.exit == Exit::found_something);
    lines.push_back(replace_all(to_line(fault, false), folder.string() + "/", ""));
  }
  fs::remove_all(folder);
  return lines;
}

// The good pack with `from` in `file` replaced by `to`.
std::vector<std::string> with(const std::string& file, const std::string& from,
                              const std::string& to) {
  Files files = good();
  std::string& bytes = files[file];
  REQUIRE_MESSAGE((from.empty() || bytes.find(from) != std::string::npos), from);
  bytes = from.empty() ? bytes + to : replace_all(bytes, from, to);
  return faults_of(files);
}

void check_one(const std::string& file, const std::string& from, const std::string& to,
               const std::string& line) {
  const std::vector<std::string> lines = with(file, from, to);
  CHECK_MESSAGE(join(lines, "\n") == line, from << " -> " << to);
}

}  // namespace

TEST_CASE("the good pack is good") { CHECK(join(faults_of(good()), "\n") == ""); }

TEST_CASE("TOML that cannot be read, keys and values that are not of the format") {
  check_one("groups.toml", "id = \"all\"", "id = \"all",
            "groups.toml:2:10: this is not well-formed TOML: Error while parsing string: "
            "unescaped "
            "control characters other than TAB (U+0009) are explicitly prohibited. "
            "Mend this place first; what follows it has not been checked.");
  check_one("groups.toml", "name = \"all\"", "name = \"全\x01\"",
            "groups.toml:3:10: this is not well-formed TOML: a control character, or bytes that "
            "are no UTF-8. Mend this "
            "place first; what follows it has not been checked.");
  check_one("groups.toml", "name = \"all\"", "name = \"\xC8\xAB\xB2\xBF\"",
            "groups.toml:3:10: this is not well-formed TOML: a control character, or bytes that "
            "are no UTF-8. Mend this "
            "place first; what follows it has not been checked.");
  check_one("groups.toml", "name = \"all\"", "basis = \"依据\\\" \" # 注\n名称 = \"all\"",
            "groups.toml:4:1: this is not well-formed TOML: outside quotes only ASCII can stand. "
            "Mend this place first; "
            "what follows it has not been checked.");
  CHECK(with("groups.toml", "[[group]]", "[=]").size() == 1);
  CHECK(
      with("groups.toml", "name = \"all\"", "name = \"\"\"甲\"乙\"\"\"\"\nbasis = \'\'\'丙\\\'\'\'")
          .empty());
  check_one("registers/job.toml", "scale = 2", "scal = 2",
            "registers/job.toml:22:1: [column] takes no key \"scal\". Did you mean \"scale\"?");
  check_one("registers/job.toml", "scale = 2", "scale = 9",
            "registers/job.toml:22:9: \"scale\" must be a whole number from 0 to 6.");
  check_one("registers/job.toml", "scale = 2", "scale = \"2\"",
            "registers/job.toml:22:9: \"scale\" must be a whole number from 0 to 6.");
  check_one("registers/job.toml", "secret = \"open\"", "secret = \"public\"",
            "registers/job.toml:29:10: \"secret\" cannot be \"public\". It is one of: open, "
            "internal, personal.\n"
            "indicators/jobs.toml:6:8: axis column \"way\" must have type = \"code\" and secret = "
            "\"open\".");
  check_one("registers/job.toml", "\"decimal\"", "\"decimel\"",
            "registers/job.toml:21:8: there is no type \"decimel\". Did you mean \"decimal\"?\n"
            "registers/job.toml:22:9: \"scale\" goes with type \"decimal\" only.");
  check_one("registers/job.toml", "level = \"county\"\nneed = \"expected\"", "need = \"expected\"",
            "registers/job.toml:14:1: [column] lacks \"level\".");
  check_one("registers/job.toml", "codes = \"way\"", "codes = \"wai\"",
            "registers/job.toml:28:9: there is no code list \"wai\". Did you mean \"way\"?");
  check_one("rules/job.toml", "grade = \"question\"", "grade = \"questoin\"",
            "rules/job.toml:2:9: \"grade\" cannot be \"questoin\". Did you mean \"question\"?");
  check_one("params/wage.toml", "value = 30000", "value = \"much\"",
            "params/wage.toml:3:41: \"value\" must be a number with at most 6 decimals.");
  check_one("params/wage.toml", "2020-01-01", "\"2020-1-1\"",
            "params/wage.toml:3:21: \"from\" must be a day such as 2020-03-01.");
  check_one("pack.toml", "version = \"1\"\n", "", "pack.toml:1:1: [pack] lacks \"version\".");
  check_one("pack.toml", "areas.csv", "aeras.csv",
            "pack.toml:5:9: the pack holds no file \"aeras.csv\".");
  check_one("pack.toml", "name = \"t\"", "name = { zh = \"甲\" }",
            "pack.toml:4:8: [words] lacks \"en\".");
}

TEST_CASE("names: reserved, twice, not a name, not the file's") {
  check_one("registers/job.toml", "name = \"way\"", "name = \"user\"",
            "registers/job.toml:26:8: \"user\" is a reserved name. Choose a fuller name, for "
            "example user_note.\n"
            "indicators/jobs.toml:6:8: \"way\" is no column of the register: list its parts in "
            "[parts.way].");
  check_one("registers/job.toml", "name = \"job_id\"", "name = \"2nd\"",
            "registers/job.toml:6:8: the name \"2nd\" cannot be used. A name starts with a letter, "
            "holds letters, "
            "digits and underscores, at most 48.\n"
            "registers/job.toml:3:7: key names column \"job_id\", which register \"job\" lacks.");
  check_one("registers/job.toml", "",
            "[[column]]\nname = \"wage\"\ntype = \"text\"\nheads = [\"工资\"]\n",
            "registers/job.toml:31:8: \"wage\" has been declared before. Rename one of them, or "
            "take it out.");
  check_one("registers/job.toml", "[register]\n", "[register]\nid = \"jobs\"\n",
            "registers/job.toml:2:6: the id is \"jobs\" but the file is called \"job\". The file "
            "name is the id: "
            "make them equal, or leave the id out.");
  check_one("codes/way.toml", "zh = \"二\"", "zh = \"一\"",
            "codes/way.toml:2:49: \"一\" means both code \"1\" and code \"2\".");
  check_one("codes/way.toml", "code = \"1\"", "code = \"1234567890123\"",
            "codes/way.toml:2:20: the code \"1234567890123\" is longer than 12 bytes.");
  check_one("params/wage.toml", "value = 30000 }",
            "value = 30000 }, { from = 2020-01-01, value = 1 }",
            "params/wage.toml:3:50: param \"wage_max\" has two values for one day and area.");
  check_one("registers/job.toml", "name = \"home\"", "name = \"home\"\nheads = [\"wage\"]",
            "registers/job.toml:20:1: heading \"wage\" belongs to both \"home\" and \"wage\".");
}

TEST_CASE("columns that other keys name must exist and fit") {
  check_one("registers/job.toml", "area = \"home\"", "area = \"hom\"",
            "registers/job.toml:4:8: area names column \"hom\", which register \"job\" lacks. Did "
            "you mean \"home\"?");
}

TEST_CASE("SQL is read lightly: columns, params, functions") {
  check_one("rules/job.toml", "fails = \"wage > $wage_max\"", "fails = \"work_plase is null\"",
            "rules/job.toml:4:10: fails names column \"work_plase\", which register \"job\" lacks. "
            "Did you mean "
            "\"work_place\"?");
  check_one("rules/job.toml", "fails = \"wage > $wage_max\"",
            "fails = '''\n  wage > 1\n  or wgae < 0'''",
            "rules/job.toml:6:6: fails names column \"wgae\", which register \"job\" lacks. Did "
            "you mean \"wage\"?");
  check_one("rules/job.toml", "$wage_max", "$wage_maxx",
            "rules/job.toml:4:17: fails names param \"$wage_maxx\", which the pack lacks. Did you "
            "mean \"wage_max\"?");
  check_one("rules/job.toml", "wage > $wage_max", "lenght(way) > 1",
            "rules/job.toml:4:10: fails calls \"lenght\", which is not among the functions "
            "allowed. Did you mean "
            "\"length\"?");
  check_one("rules/job.toml", "wage > $wage_max", "wage > (select 1)",
            "rules/job.toml:4:18: fails is an expression over one row and holds no select. To look "
            "at several rows, "
            "use `query` with a .sql file.");
  check_one("rules/job.toml", "wage > $wage_max", "wage > 1; drop",
            "rules/job.toml:4:18: fails is one expression, without a semicolon.\n"
            "rules/job.toml:4:20: fails names column \"drop\", which register \"job\" lacks. Its "
            "columns stand in "
            "registers/job.toml.");
  check_one("registers/job.toml", "work_place is not null", "work_plaec is not null",
            "registers/job.toml:24:9: when names column \"work_plaec\", which register \"job\" "
            "lacks. Did you mean "
            "\"work_place\"?");
  check_one("indicators/jobs.sql", "from job",
            "from job where work_plase <> '' -- work_plase again",
            "indicators/jobs.sql:2:16: query names column \"work_plase\", which register \"job\" "
            "lacks. Did you mean "
            "\"work_place\"?");
  check_one("indicators/jobs.toml", "query = \"jobs.sql\"",
            "query = \"\"\"\nselect home as area, way as part, count(*) as n from job where "
            "work_plase is null\"\"\"",
            "indicators/jobs.toml:8:64: query names column \"work_plase\", which register \"job\" "
            "lacks. Did you mean "
            "\"work_place\"?");
  check_one("rules/job.toml", "{wage} >", "{wgae} >",
            "rules/job.toml:5:8: says names {wgae}, neither a column of register \"job\" nor a "
            "param. Did you mean "
            "\"wage\"?");
  check_one("rules/job.toml", "column = \"wage\"", "column = \"wages\"",
            "rules/job.toml:3:10: column names column \"wages\", which register \"job\" lacks. Did "
            "you mean \"wage\"?");
}

TEST_CASE("things that refer to things that are not there") {
  check_one("cases/job.toml", "wage_high", "wage_hihg",
            "cases/job.toml:2:8: register \"job\" has no rule \"wage_hihg\". Did you mean "
            "\"wage_high\"?");
  check_one("cases/job.toml", "{ wage", "{ wagee",
            "cases/job.toml:4:9: the case names column \"wagee\", which register \"job\" lacks. "
            "Did you mean \"wage\"?");
  check_one("targets/many.toml", "\"jobs\"", "\"jobz\"",
            "targets/many.toml:3:13: indicator names \"jobz\", which the pack lacks. Did you mean "
            "\"jobs\"?");
  check_one(
      "targets/many.toml", "\"all\"", "\"al\"",
      "targets/many.toml:5:11: expects names \"al\", which the pack lacks. Did you mean \"all\"?");
  check_one("targets/many.toml", "", "[[rank]]\nlevel = \"nation\"\n",
            "targets/many.toml:6:1: [rank] lacks \"basis\".\ntargets/many.toml:6:1: [rank] lacks "
            "\"end\".");
  check_one("groups.toml", "\"51\"", "\"四川\"", "groups.toml:4:9: \"四川\" is not an area code.");
  check_one("indicators/jobs.toml", "jobs.sql", "job.sql",
            "indicators/jobs.toml:7:9: there is no file \"indicators/job.sql\". Did you mean "
            "\"jobs.sql\"?");
  check_one(
      "indicators/jobs.toml", "\"sum\"", "\"sum\"\nmeasure = \"explained\"",
      "indicators/jobs.toml:1:1: indicator \"jobs\" needs `query` or `measure`, one of them.\n"
      "indicators/jobs.toml:4:8: a measure gives n and d: kind must be \"ratio\".");
  check_one(
      "indicators/jobs.toml", "", "parts_add_up = { axis = \"wey\" }\n",
      "indicators/jobs.toml:8:25: axis names \"wey\", which the pack lacks. Did you mean \"way\"?");
  check_one("indicators/jobs.toml", "[\"way\"]", "[\"work_place\"]",
            "indicators/jobs.toml:6:8: axis column \"work_place\" must have type = \"code\" and "
            "secret = \"open\".");
}

TEST_CASE("folders and files of no use are pointed at") {
  Files files = good();
  files["rule/job.toml"] = files["rules/job.toml"];
  CHECK(join(faults_of(files), "\n") ==
        "rule/job.toml: a pack keeps no TOML in this folder. Did you mean \"rules\"?");
  files = good();
  files["group.toml"] = "";
  CHECK(join(faults_of(files), "\n") ==
        "group.toml: a pack has no file of this name. Did you mean \"groups.toml\"?");
  files = good();
  files["rules/jobb.toml"] = "[rule.x]\n";
  CHECK(join(faults_of(files), "\n") ==
        "rules/jobb.toml: the file is named after register \"jobb\", which the pack lacks. Did you "
        "mean \"job\"?");
  files = good();
  files.erase("pack.toml");
  CHECK(join(faults_of(files), "\n") ==
        "pack.toml: the folder holds no pack.toml. A pack's folder has a pack.toml; see "
        "docs/pack.md.");
}

TEST_CASE("all faults are given, in Chinese too") {
  Files files = good();
  files["registers/job.toml"] = replace_all(files["registers/job.toml"], "scale = 2", "scal = 2");
  files["rules/job.toml"] = replace_all(files["rules/job.toml"], "wage > ", "wgae > ");
  files["targets/many.toml"] = replace_all(files["targets/many.toml"], "goal = 10\n", "");
  CHECK(join(faults_of(files), "\n") ==
        "registers/job.toml:22:1: [column] takes no key \"scal\". Did you mean \"scale\"?\n"
        "rules/job.toml:4:10: fails names column \"wgae\", which register \"job\" lacks. Did you "
        "mean \"wage\"?\n"
        "targets/many.toml:1:1: [target] lacks \"goal\".");
  const auto loaded = load(DIAODU_SOURCE_DIR "/packs/nowhere");
  REQUIRE_FALSE(loaded.ok());
  CHECK(loaded.error().code == "pack.unreadable");
}

TEST_CASE("a register has room for 62 columns") {
  const auto columns = [](int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
      text += "[[column]]\nname = \"more_" + std::to_string(i) +
              "\"\ntype = \"text\"\nneed = \"expected\"\n";
    return text;
  };
  CHECK(with("registers/job.toml", "", columns(57)).empty());
  check_one("registers/job.toml", "", columns(58),
            "registers/job.toml:1:1: register \"job\" has 63 columns; 62 is the most. Split it "
            "into two registers.");
}

TEST_CASE("the hash of a pack changes with a byte of any file and with a name") {
  const auto hash = [](const Files& files) {
    const fs::path folder = fs::temp_directory_path() / "diaodu_pack_hash_test";
    fs::remove_all(folder);
    for (const auto& [name, bytes] : files) {
      fs::create_directories((folder / name).parent_path());
      std::ofstream(folder / name, std::ios::binary) << bytes;
    }
    return load(folder.string())->pack->sha256;
  };
  const std::string first = hash(good());
  CHECK(first == hash(good()));
  Files changed = good();
  changed["indicators/jobs.sql"] += "\n";
  CHECK(first != hash(changed));
  changed = good();
  changed["notes.txt"] = "";
  CHECK(first != hash(changed));
}

TEST_CASE("what rows share is declared by rules over the register, in columns it has") {
  const std::string query =
      "query = \"select i.parcel, i.row_no from incoming i\"\nreach = \"register\"\n";
  CHECK(with("rules/job.toml", "fails = \"wage > $wage_max\"\n", query + "shares = [\"way\"]\n")
            .empty());
  check_one(
      "rules/job.toml", "fails = \"wage > $wage_max\"\n", query + "shares = [\"wya\"]\n",
      "rules/job.toml:6:10: shares names column \"wya\", which register \"job\" lacks. Did you "
      "mean \"way\"?");
  check_one("rules/job.toml", "says =", "shares = [\"way\"]\nsays =",
            "rules/job.toml:5:10: `shares` goes with reach = \"register\" only.");
}

namespace {
// A second register, which the rule reads.
Files two_registers() {
  Files files = good();
  files["registers/site.toml"] =
      "[register]\nname = \"sites\"\nkey = [\"site_id\"]\narea = \"place\"\n"
      "[[column]]\nname = \"site_id\"\ntype = \"code_text\"\nneed = \"always\"\n"
      "[[column]]\nname = \"place\"\ntype = \"area\"\nlevel = \"county\"\nneed = \"always\"\n"
      "[[column]]\nname = \"people\"\ntype = \"whole\"\n";
  files["rules/job.toml"] =
      "[rule.wage_high]\ngrade = \"question\"\ncolumn = \"wage\"\n"
      "query = \"select i.parcel, i.row_no from incoming i join site s on s.site_id = i.job_id\"\n"
      "follows = { site = [\"dist_county\", \"job_id = site_id\"] }\nsays = \"x\"\n";
  files["cases/job.toml"] += "with.site = [{ site_id = 7, people = \"3\" }]\n";
  return files;
}
std::string fault_of(const std::string& file, const std::string& old, const std::string& now) {
  Files files = two_registers();
  REQUIRE(files[file].find(old) != std::string::npos);
  files[file] = replace_all(files[file], old, now);
  const std::vector<std::string> lines = faults_of(files);
  REQUIRE(lines.size() == 1);
  return lines[0];
}
}  // namespace

TEST_CASE("a rule says by which columns it follows the registers that it reads") {
  CHECK(faults_of(two_registers()).empty());
  const std::string rules = "rules/job.toml", link = "\"job_id = site_id\"";
  const std::string follows = "follows = { site = [\"dist_county\", " + link + "] }\n";
  CHECK(fault_of(rules, follows, "")
            .starts_with("rules/job.toml:4:9: rule \"wage_high\" reads register \"site\" and does "
                         "not say which records to judge again when that changes."));
  CHECK(fault_of(rules, follows, "follows = { site = [] , jobs = [] }\n")
            .starts_with("rules/job.toml:5:25: `follows` names \"jobs\", which is no other "
                         "register that the query reads."));
  CHECK(fault_of(rules, link, "\"job_id = site\"")
            .starts_with("rules/job.toml:5:36: `follows` names column \"site\", which register "
                         "\"site\" lacks."));
  CHECK(fault_of(rules, link, "\"jobid = site_id\"").ends_with("Did you mean \"job_id\"?"));
  CHECK(fault_of(rules, link, "\"wage = site_id\"").find("which is of another type") !=
        std::string::npos);
  Files files = two_registers();
  files[rules] = replace_all(files[rules], "\"dist_county\", ", "");
  CHECK(faults_of(files).empty());
  files[rules] += "reach = \"parcel\"\n";
  REQUIRE(faults_of(files).size() == 1);
  CHECK(faults_of(files)[0].find("`follows` names dist_county") != std::string::npos);
  files[rules] = replace_all(files[rules], "\"job_id = site_id\"", "");
  CHECK(faults_of(files).empty());
}

TEST_CASE("a pack kept from before `follows` was asked for still loads") {
  const fs::path folder = fs::temp_directory_path() / "diaodu_follows_test";
  fs::remove_all(folder);
  Files files = two_registers();
  std::string& rules = files["rules/job.toml"];
  rules = replace_all(rules, "follows = { site = [\"dist_county\", \"job_id = site_id\"] }\n", "");
  write(folder, files);
  const auto loaded = load(folder.string());
  fs::remove_all(folder);
  REQUIRE(loaded->pack);
  CHECK(loaded->pack->rules.at(0).follows.empty());
  CHECK(follows_missing(*loaded->pack).size() == 1);
}

TEST_CASE("a case has rows of other registers, looked at like its own") {
  const std::string cases = "cases/job.toml";
  CHECK(fault_of(cases, "with.site", "with.sites")
            .starts_with("cases/job.toml:5:6: `with` names register \"sites\", which the pack "
                         "lacks. Did you mean \"site\"?"));
  CHECK(fault_of(cases, "with.site = [{ site_id = 7, people = \"3\" }]",
                 "with.job = [{ job_id = 7 }]")
            .starts_with("cases/job.toml:5:6: `with` holds rows of other registers"));
  CHECK(fault_of(cases, "people", "poeple")
            .starts_with("cases/job.toml:5:29: the case names column \"poeple\", which register "
                         "\"site\" lacks. Did you mean \"people\"?"));
  CHECK(fault_of(cases, "[{ site_id = 7, people = \"3\" }]", "{ site_id = 7 }")
            .starts_with("cases/job.toml:5:13: `with` takes rows for each register"));
  CHECK(fault_of(cases, "[{ site_id = 7, people = \"3\" }]", "[]")
            .starts_with("cases/job.toml:5:13: `with` takes rows for each register"));
}

TEST_CASE("whether a cell is needed does not depend on the day") {
  check_one("registers/job.toml", "work_place is not null", "wage > $wage_max",
            "registers/job.toml:24:9: `when` looks at the row only, not at params or $day: what "
            "must be filled in does not depend on the day. Make a rule of that condition.");
}

TEST_CASE("a file that cannot be parsed hides only faults it may be the cause of") {
  Files files = good();
  files["params/wage.toml"] = "[wage_max\n";
  files["rules/job.toml"] = replace_all(files["rules/job.toml"], "grade", "graed");
  files["targets/many.toml"] = replace_all(files["targets/many.toml"], "\"all\"", "\"al\"");
  std::vector<std::string> lines = faults_of(files);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].starts_with("params/wage.toml:1:10: this is not well-formed TOML"));
  CHECK(lines[1].starts_with("rules/job.toml:2:1: [rule] takes no key \"graed\"."));
  CHECK(lines[2].starts_with("rules/job.toml:1:"));
  CHECK(lines[3].starts_with("targets/many.toml:5:11:"));
}

TEST_CASE("each rule has a case that fails and one that passes") {
  const fs::path folder = fs::temp_directory_path() / "diaodu_cases_test";
  write(folder, good());
  const auto loaded = load(folder.string());
  REQUIRE(loaded->pack);
  const std::vector<Error> lacking = rules_without_cases(*loaded->pack);
  REQUIRE(lacking.size() == 1);
  CHECK(replace_all(to_line(lacking[0], false), folder.string() + "/", "") ==
        "rules/job.toml:1:1: rule \"wage_high\" has no case that passes (fails = false). Add a "
        "[[case]] to cases/job.toml.");
  Pack pack = *loaded->pack;
  pack.cases.push_back(pack.cases[0]);
  pack.cases.back().fails = false;
  CHECK(rules_without_cases(pack).empty());
  fs::remove_all(folder);
}

TEST_CASE("scenarios: settings are flattened, tables kept") {
  Files files = good();
  files["scenarios/play.toml"] =
      "[scenario]\nname = \"play\"\nmaker = \"register_drive\"\n[settings]\ndays = "
      "8\n[people]\ncount = 100\nshare = "
      "0.28\n"
      "[people.ids]\nold = true\n[[day]]\nday = 2020-03-06\ndone = 0.5\n[files]\nkinds = [\"csv\", "
      "\"xlsx\"]\n";
  const fs::path folder = fs::temp_directory_path() / "diaodu_scenario_test";
  write(folder, files);
  const auto loaded = load(folder.string());
  REQUIRE(loaded->pack);
  const ScenarioDef& play = *loaded->pack->scenario("play");
  CHECK(play.maker == "register_drive");
  CHECK(play.settings == std::map<std::string, std::string>{{"settings.days", "8"},
                                                            {"people.count", "100"},
                                                            {"people.share", "0.28"},
                                                            {"people.ids.old", "true"},
                                                            {"files.kinds", "csv,xlsx"}});
  REQUIRE(play.tables.at("day").size() == 1);
  CHECK(play.tables.at("day")[0].at("day") == "2020-03-06");
  CHECK(play.tables.at("day")[0].at("done") == "0.5");
}
