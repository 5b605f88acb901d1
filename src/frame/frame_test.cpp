// Frames: params of the day, the check of a pack's queries, the table of areas.
#include "base/text.hpp"
#include "frame/form.hpp"
#include "frame/masks.hpp"
#include "frame/sql_fill.hpp"
#include "frame/test_round.hpp"
#include "pack/load.hpp"

using namespace diaodu;
using namespace diaodu::frame;

namespace {

pack::Pack with_params() {
  pack::Pack pack = test_pack();
  pack::ParamDef limit;
  limit.id = "limit";
  limit.values = {{*parse_day("2020-01-01"), "", "30", ""},
                  {*parse_day("2020-01-01"), "52", "20", ""},
                  {*parse_day("2020-01-01"), "5201", "10", ""},
                  {*parse_day("2021-01-01"), "", "40", ""}};
  pack::ParamDef word;
  word.id = "word";
  word.is_number = false;
  word.values = {{*parse_day("2020-01-01"), "", "it's", ""}};
  pack.params = {limit, word};
  return pack;
}

std::vector<std::string> codes_of(const std::vector<Error>& faults) {
  std::vector<std::string> codes;
  for (const Error& fault : faults) codes.push_back(fault.code);
  return codes;
}

pack::Rule asking(const std::string& query) {
  pack::Rule rule;
  rule.id = "asking";
  rule.register_id = "person";
  rule.column = "pay";
  rule.query = query;
  rule.place = {"rules/person.toml", 3, 1};
  return rule;
}

}  // namespace

TEST_CASE("the mark of a row has one spelling") {
  const Mark mark{"520123", 0x0123456789ABCDEF, 77, 513, register_tag("worker")};
  const std::string text = to_text(mark);
  CHECK(read_mark(text) == mark);
  CHECK(read_mark(" " + text + " ") == mark);
  for (size_t at = 3; at < text.size(); ++at)
    for (const char letter : std::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
      if (letter == text[at]) continue;
      std::string other = text;
      other[at] = letter;
      CHECK(!read_mark(other));
    }
  CHECK(!read_mark(text + "0"));
  CHECK(!read_mark(text.substr(0, text.size() - 1)));
}

TEST_CASE("a param is the value of the day, the longest area first; strings stay strings") {
  const pack::Pack pack = with_params();
  const Day day = *parse_day("2020-03-06");
  CHECK(must(fill_params(pack, "pay > $limit and name = $word and x = '$limit'", day)) ==
        "pay > (case when dist_county >= '5201' and dist_county < '5202' then 10 when dist_county "
        ">= '52' and "
        "dist_county < '53' then 20 else 30 end) and name = 'it''s' and x = '$limit'");
  CHECK(must(fill_params(pack, "$day - $back_days", day)) == "date '2020-03-06' - $back_days");
  CHECK(must(fill_params(pack, "$limit", *parse_day("2019-12-31"))).find("null") !=
        std::string::npos);
}

TEST_CASE("counties become a condition that prunes") {
  CHECK(in_counties("c", {}) == "true");
  CHECK(in_counties("c", {"510101"}) == "c = '510101'");
  CHECK(in_counties("c", {"510101", "330101"}) ==
        "(c >= '330101' and c <= '510101' and c in ('510101', '330101'))");
}

TEST_CASE("a query may read its frame only, call what both engines know, and give what is needed") {
  const auto faults_of = [](const std::string& query) {
    pack::Pack pack = with_params();
    pack.rules.push_back(asking(query));
    store::TestFolder folder;
    auto store = must(store::Store::open({.data = folder.path(), .create = true}));
    auto session = must(store->session());
    return must(check_queries(*session, pack));
  };
  CHECK(faults_of("select parcel, row_no from incoming where pay > $limit").empty());
  CHECK(
      faults_of(
          "select i.parcel, i.row_no from incoming i join person p on p.id = i.id join param_at a "
          "on a.dist_county = i.dist_county where p.pay > a.\"limit\"")
          .empty());
  const std::vector<Error> ambiguous = faults_of(
      "select i.parcel, i.row_no from incoming i join person p on p.id = i.id where p.pay > "
      "$limit");
  REQUIRE(codes_of(ambiguous) == std::vector<std::string>{"pack.query_refused"});
  CHECK(ambiguous.front().hint.en.find("param_at") != std::string::npos);
  CHECK(codes_of(faults_of("select parcel, row_no from journal")) ==
        std::vector<std::string>{"pack.unknown_relation"});
  CHECK(codes_of(faults_of("select parcel, row_no from incoming where jaccard(id, id) > 1")) ==
        std::vector<std::string>{"pack.unknown_function"});
  CHECK(codes_of(faults_of("select parcel, row_no from incoming where pays > 1")) ==
        std::vector<std::string>{"pack.unknown_column"});
  CHECK(codes_of(faults_of("select parcel from incoming")) ==
        std::vector<std::string>{"pack.query_lacks_column"});
  CHECK(codes_of(faults_of("delete from incoming")) ==
        std::vector<std::string>{"pack.not_one_select"});
  const std::vector<Error> faults = faults_of("select parcel from incoming");
  CHECK(faults.front().place == "rules/person.toml:3:1");
}

TEST_CASE("each unknown name of a query is told with its line, its column and what was meant") {
  pack::Pack pack = with_params();
  pack.rules.push_back(
      asking("select i.parcel, i.row_no\nfrom incoming i\njoin persom p on p.id = i.id"));
  pack.rules.back().sql_place = {"rules/person/x.sql", 1, 1};
  pack.rules.push_back(
      asking("select i.parcel, i.row_no\nfrom incoming i\nwhere i.phon = '1' and hme = '2'"));
  pack.rules.back().sql_place = {"rules/person/y.sql", 1, 1};
  pack.rules.push_back(asking("select parcel, row_no from incoming\nwhere lenght(id) > 1"));
  pack.rules.back().sql_place = {"rules/person/z.sql", 1, 1};
  pack.rules.push_back(asking("select parcel, row_no from incoming where id > > 1"));
  pack.rules.back().sql_place = {"rules/person/s.sql", 1, 1};
  pack.rules.push_back(asking("select parcel, row_no from incoming where pay > checked_on"));
  pack.rules.back().sql_place = {"rules/person/t.sql", 1, 1};
  store::TestFolder folder;
  auto store = must(store::Store::open({.data = folder.path(), .create = true}));
  auto session = must(store->session());
  std::vector<std::string> said;
  for (const Error& fault : must(check_queries(*session, pack))) {
    said.push_back(fault.code + " " + fault.place + " " + fault.hint.en.substr(0, 24));
    CHECK(fault.message.zh.find("Error") == std::string::npos);
  }
  CHECK(join(said, "\n") ==
        "pack.unknown_relation rules/person/x.sql:3:6 Did you mean \"person\"?\n"
        "pack.unknown_column rules/person/y.sql:3:9 Did you mean \"phone\"?\n"
        "pack.unknown_column rules/person/y.sql:3:24 Did you mean \"home\"?\n"
        "pack.unknown_function rules/person/z.sql:2:7 Did you mean \"length\"?\n"
        "pack.query_refused rules/person/s.sql:1:46 See whether a comma, a b\n"
        "pack.query_refused rules/person/t.sql:1:1 Convert between texts, n");
}

TEST_CASE("the packs of the house pass") {
  for (const char* name : {"demo", "relief-2020"}) {
    CAPTURE(name);
    const pack::Loaded loaded = must(pack::load(std::string(DIAODU_SOURCE_DIR) + "/packs/" + name));
    REQUIRE(loaded.pack);
    store::TestFolder folder;
    auto store = must(store::Store::open({.data = folder.path(), .create = true}));
    auto session = must(store->session());
    for (const Error& fault : must(check_queries(*session, *loaded.pack)))
      FAIL_CHECK(to_line(fault, false));
  }
}

TEST_CASE("areas are stored with their ancestors") {
  store::on_each_engine([](store::Store& store) {
    const pack::Loaded loaded = must(pack::load(std::string(DIAODU_SOURCE_DIR) + "/packs/demo"));
    REQUIRE(loaded.pack);
    const auto areas = must(pack::AreaIndex::load(*loaded.pack));
    TestRounds rounds(store, *loaded.pack);
    must(load_areas(rounds.session(), *areas));
    must(load_areas(rounds.session(), *areas));
    CHECK(rounds.rows("select count(*) from area") == std::to_string(areas->rows().size()));
    CHECK(rounds.rows("select count(*) from area where level = 'village' and (county is null or "
                      "length(county) <> 6)") == "0");
  });
}
