// What a change of pack means for what is stored.
#include "pack/change.hpp"

#include <doctest/doctest.h>

using namespace diaodu;
using namespace diaodu::pack;

namespace {

Pack small_pack() {
  Pack pack;
  pack.id = "p";
  Register one;
  one.id = "one";
  one.key = {"id"};
  one.area = "home";
  for (const char* name : {"id", "home", "pay"}) {
    ColumnDef column;
    column.name = name;
    column.type = std::string(name) == "pay" ? "decimal" : "text";
    one.columns.push_back(column);
  }
  pack.registers.push_back(one);
  Rule rule;
  rule.id = "high";
  rule.register_id = "one";
  rule.column = "pay";
  rule.fails = "pay > $pay_max";
  rule.says = {"高", "high"};
  pack.rules.push_back(rule);
  ParamDef max, other;
  max.id = "pay_max";
  max.values = {{*parse_day("2020-01-01"), "", "10", ""}};
  other.id = "other";
  other.values = max.values;
  pack.params = {max, other};
  return pack;
}

std::string judging(const Pack& pack) { return judging_hash(pack, pack.registers[0]); }

std::vector<std::string> codes_of(const std::vector<Error>& errors) {
  std::vector<std::string> codes;
  for (const Error& error : errors) codes.push_back(error.code);
  return codes;
}

}  // namespace

TEST_CASE("records are judged anew where rules or the params they name differ, else not") {
  const Pack before = small_pack();
  Pack after = before;
  after.params[1].values[0].value = "11";
  after.rules[0].basis = "x";
  after.registers[0].columns[2].heads = {"工资"};
  CHECK(judging(after) == judging(before));
  after.params[0].values[0].value = "11";
  CHECK(judging(after) != judging(before));
  after = before;
  after.rules[0].grade = Grade::reject;
  CHECK(judging(after) != judging(before));
  after = before;
  after.rules.clear();
  CHECK(judging(after) != judging(before));
}

TEST_CASE("masks are made anew where columns, needs or groups differ") {
  const Pack before = small_pack();
  Pack after = before;
  after.registers[0].columns[2].heads = {"工资"};
  CHECK(masks_hash(after, after.registers[0]) == masks_hash(before, before.registers[0]));
  after.registers[0].columns[2].need = Need::expected;
  CHECK(masks_hash(after, after.registers[0]) != masks_hash(before, before.registers[0]));
  after = before;
  std::swap(after.registers[0].columns[1], after.registers[0].columns[2]);
  CHECK(masks_hash(after, after.registers[0]) != masks_hash(before, before.registers[0]));
}

TEST_CASE("another key, area or type is not carried over, also if it was left out meanwhile") {
  const Pack first = small_pack();
  Pack without = first;
  without.registers[0].columns.pop_back();
  Pack after = first;
  after.registers[0].columns[2].type = "text";
  CHECK(codes_of(changes_not_carried({&without, &first}, after)) ==
        std::vector<std::string>{"pack.type_change"});
  after = first;
  after.registers[0].columns[2].scale = 2;
  CHECK(codes_of(changes_not_carried({&first}, after)) ==
        std::vector<std::string>{"pack.type_change"});
  after = first;
  after.registers[0].key = {"id", "home"};
  after.registers[0].area = "id";
  CHECK(codes_of(changes_not_carried({&first}, after)) ==
        std::vector<std::string>{"pack.key_change", "pack.key_change"});
  after = first;
  after.registers[0].columns.push_back(after.registers[0].columns[2]);
  after.registers[0].columns.back().name = "more";
  after.registers[0].columns.erase(after.registers[0].columns.begin() + 2);
  CHECK(changes_not_carried({&first}, after).empty());
}
