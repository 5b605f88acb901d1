// Linking two small lists: what fields teach, who is proposed, who is left to a clerk.
#include <doctest/doctest.h>

#include <random>

#include "base/text.hpp"
#include "linkage/link.hpp"
#include "linkage/names.hpp"

using namespace diaodu;
using namespace diaodu::linkage;

namespace {

store::Batch list() {
  store::Batch out;
  out.columns = {{"name", store::Type::text},
                 {"birth", store::Type::day},
                 {"area", store::Type::text},
                 {"phone", store::Type::text}};
  return out;
}

void add(store::Batch& to, const char* name, const char* birth, const char* area,
         const char* phone) {
  const auto text = [&](const char* column, const char* value) {
    *value ? to[column].add(value) : to[column].add_null();
  };
  text("name", name), text("area", area), text("phone", phone);
  *birth ? to["birth"].add(*parse_day(birth)) : to["birth"].add_null();
}

size_t alike(Likeness kind, const char* a, const char* b) {
  const std::string column = kind == Likeness::day ? "birth" : "name";
  store::Batch ours = list(), theirs = list();
  add(ours, kind == Likeness::day ? "" : a, kind == Likeness::day ? a : "", "", "");
  add(theirs, kind == Likeness::day ? "" : b, kind == Likeness::day ? b : "", "", "");
  const std::vector<Field> fields = {{column, kind}};
  return List::level(0, List(fields, {}, ours), 0, List(fields, {}, theirs), 0);
}

Spec spec() {
  Spec out;
  out.fields = {{"name", Likeness::name},
                {"birth", Likeness::day},
                {"area", Likeness::area},
                {"phone", Likeness::code}};
  out.blocks = {{{3}}, {{0, true}, {1}}, {{1}, {2, false, 9}}, {{0, true}, {2, false, 9}}};
  return out;
}

// Forty households of five in four villages, each with one telephone; theirs is a copy.
void people(store::Batch& ours, store::Batch& theirs) {
  const std::u32string given = U"伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平";
  std::mt19937 chance(7);
  for (int person = 0; person < 200; ++person) {
    const int house = person / 5;
    std::string name = house % 2 ? "王" : "李";
    for (int at = 0; at < 2; ++at) append_utf8(name, given[chance() % given.size()]);
    const std::string birth = to_text(Day{static_cast<int>(chance() % 15000)});
    const std::string area = "51342110020" + std::to_string(house % 4);
    const std::string phone = std::to_string(13800000000 + house * 7919);
    add(ours, name.c_str(), birth.c_str(), area.c_str(), phone.c_str());
    add(theirs, name.c_str(), birth.c_str(), area.c_str(), chance() % 4 ? phone.c_str() : "");
  }
}

}  // namespace

TEST_CASE("a variant form is the same name, and a reading is a likeness") {
  CHECK(folded_name("張國強") == folded_name("张国强"));
  CHECK(folded_name("买买提·艾力") == folded_name("买买提 艾力"));
  CHECK(sound_of(folded_name("张伟")) == sound_of(folded_name("章维")));
  CHECK(sound_of(folded_name("张伟")) != sound_of(folded_name("王伟")));
  CHECK(sound_of(U"") != sound_of(U"张"));
}

TEST_CASE("levels of each kind") {
  CHECK(alike(Likeness::name, "", "张伟") == 0);
  CHECK(alike(Likeness::name, "張伟", "张伟") == 1);
  CHECK(alike(Likeness::name, "张伟", "章维") == 2);
  CHECK(alike(Likeness::name, "张小伟", "张伟") == 3);
  CHECK(alike(Likeness::name, "张小伟", "张伟小") == 3);
  CHECK(alike(Likeness::name, "张小伟", "王大勇") == 4);
  CHECK(alike(Likeness::name, "阿卜杜拉·买买提", "阿卜杜拉·买买") == 3);
  CHECK(alike(Likeness::day, "1980-03-01", "1980-01-03") == 2);
  CHECK(alike(Likeness::day, "1980-03-01", "1981-03-01") == 2);
  CHECK(alike(Likeness::day, "1980-03-01", "1980-11-25") == 3);
  CHECK(alike(Likeness::day, "1980-03-01", "1966-11-25") == 4);
  CHECK(alike(Likeness::area, "513421100201", "513421100202") == 2);
  CHECK(alike(Likeness::area, "513421100201", "513421101201") == 3);
  CHECK(alike(Likeness::area, "513421", "513422") == 2);
  CHECK(alike(Likeness::area, "513421100201", "520421100201") == 4);
  CHECK(alike(Likeness::code, "13800138000", "13800138001") == 2);
  CHECK(alike(Likeness::code, "13800138000", "13801038000") == 2);  // two exchanged
  CHECK(alike(Likeness::code, "13800138000", "1380013800") == 2);
  CHECK(alike(Likeness::code, "51342119800301123X", "51342119800302124X") == 3);
  CHECK(alike(Likeness::code, "13800138000", "13977777777") == 4);
  CHECK(alike(Likeness::code, "0138", "138") == 2);
  CHECK(alike(Likeness::same, "1", "2") == 2);
}

TEST_CASE("a brother of the same house is not the person, and each finds himself") {
  store::Batch ours = list(), theirs = list();
  people(ours, theirs);
  const Result<Linked> linked = link(spec(), ours, theirs, 2);
  REQUIRE(linked.ok());
  size_t right = 0, wrong = 0;
  for (const Pair& pair : linked->pairs)
    if (pair.probability >= 0.95) pair.ours == pair.theirs ? ++right : ++wrong;
  CHECK(right >= 198);
  CHECK(wrong == 0);
  // Learned: a name that differs speaks against, more than a telephone that is the same for.
  CHECK(linked->model.fields[0].weight(1) > 3);
  CHECK(linked->model.fields[0].weight(4) < -3);
}

TEST_CASE("two that fit as well share the probability: a clerk decides") {
  store::Batch ours = list(), theirs = list();
  people(ours, theirs);
  add(ours, "周建国", "1970-01-01", "513421100201", "");
  add(ours, "周建国", "1970-01-01", "513421100201", "");
  add(theirs, "周建国", "1970-01-01", "513421100201", "13900000000");
  const Result<Linked> linked = link(spec(), ours, theirs, 1);
  REQUIRE(linked.ok());
  int candidates = 0;
  for (const Pair& pair : linked->pairs) {
    if (pair.theirs != 200) continue;
    ++candidates;
    CHECK(pair.probability > 0.4);
    CHECK(pair.probability <= 0.5);
  }
  CHECK(candidates == 2);
}

TEST_CASE("threads change nothing; empty lists link nothing") {
  store::Batch ours = list(), theirs = list();
  const Result<Linked> none = link(spec(), ours, theirs, 2);
  REQUIRE(none.ok());
  CHECK(none->pairs.empty());
  people(ours, theirs);
  const Result<Linked> one = link(spec(), ours, theirs, 1), three = link(spec(), ours, theirs, 3);
  REQUIRE(one.ok());
  REQUIRE(three.ok());
  REQUIRE(one->pairs.size() == three->pairs.size());
  for (size_t at = 0; at < one->pairs.size(); ++at) {
    CHECK(one->pairs[at].ours == three->pairs[at].ours);
    CHECK(one->pairs[at].weight == doctest::Approx(three->pairs[at].weight));
  }
}

TEST_CASE("a block in which far too many rows are the same is left out, and said") {
  store::Batch ours = list(), theirs = list();
  for (size_t row = 0; row <= kCrowd; ++row) add(ours, "张伟", "", "513421100201", "13800138000");
  add(theirs, "张伟", "", "513421100201", "13800138000");
  const Result<Linked> linked = link(spec(), ours, theirs, 1);
  REQUIRE(linked.ok());
  CHECK(linked->compared == 0);
  CHECK(linked->crowded[0] == kCrowd + 1);
  CHECK(linked->crowded[1] == 0);
}
