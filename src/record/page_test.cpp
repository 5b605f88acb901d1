// What pages of a list promise, on either engine.
#include "record/page.hpp"

#include "base/text.hpp"
#include "frame/test_round.hpp"

using namespace diaodu;
using namespace diaodu::record;
using frame::must;
using frame::PatchRow;
using frame::TestRounds;

namespace {

const pack::Pack& pack_of_test() {
  static const pack::Pack kPack = frame::test_pack();
  return kPack;
}

void on_both(const std::vector<PatchRow>& rows, const std::function<void(TestRounds&)>& test) {
  store::on_each_engine([&](store::Store& store) {
    TestRounds rounds(store, pack_of_test());
    must(make_tables(rounds.session(), pack_of_test()));
    frame::RoundContext& round = rounds.begin("2020-03-06", rows);
    must(frame::make_incoming(round, rounds.person(), 1));
    must(accept(round, rounds.person(), 1));
    rounds.commit();
    test(rounds);
  });
}

// The ids of one page after another, " ; " between pages.
std::string pages(TestRounds& rounds, PageAsk ask) {
  ask.register_id = "person";
  std::string ids;
  for (;;) {
    const Page found = must(page(rounds.session(), pack_of_test(),
                                 must(access::Scope::of_operator("test", std::nullopt)), ask));
    for (const Row& row : found.rows) ids += row.stored[rounds.person().index_of("id")] + " ";
    if (found.next.empty()) return ids;
    ids += "; ";
    ask.after = found.next;
  }
}

const std::vector<PatchRow> kPeople = {
    {1, "a", {{"pay", "300"}}}, {1, "b", {{"pay", "1000.5"}}}, {1, "c", {}},
    {1, "d", {{"pay", "300"}}}, {1, "e", {{"pay", "20"}}},     {1, "f", {}},
};

}  // namespace

TEST_CASE("pages follow one another by key, and in the order of a column, the empty ones last") {
  on_both(kPeople, [](TestRounds& rounds) {
    for (const auto& [limit, by_key, up, down] :
         {std::tuple{2, "a b ; c d ; e f ; ", "e a ; d b ; c f ; ", "b a ; d e ; c f ; "},
          std::tuple{1, "a ; b ; c ; d ; e ; f ; ", "e ; a ; d ; b ; c ; f ; ",
                     "b ; a ; d ; e ; c ; f ; "},
          std::tuple{4, "a b c d ; e f ", "e a d b ; c f ", "b a d e ; c f "}}) {
      PageAsk ask;
      ask.limit = limit;
      ask.area = "510101";
      CHECK(pages(rounds, ask) == by_key);
      ask.sort = "pay";
      CHECK(pages(rounds, ask) == up);
      ask.is_downwards = true;
      CHECK(pages(rounds, ask) == down);
    }
  });
}

TEST_CASE("a number is compared as it is written, with more digits than the column keeps too") {
  on_both(kPeople, [](TestRounds& rounds) {
    for (const auto& [op, value, ids] :
         {std::tuple{"eq", "300", "a d "}, std::tuple{"eq", "300.00", "a d "},
          std::tuple{"ge", "1000.5", "b "}, std::tuple{"gt", "1000.499999", "b "},
          std::tuple{"lt", "20.001", "e "}, std::tuple{"eq", "20.001", ""}}) {
      PageAsk ask;
      ask.where = {{"pay", op, value}};
      CHECK(pages(rounds, ask) == ids);
    }
    for (const char* value : {"", "x", "1e3", "99999999999999999999", "0.12345678"}) {
      PageAsk ask;
      ask.register_id = "person";
      ask.where = {{"pay", "ge", value}};
      const auto found = page(rounds.session(), pack_of_test(),
                              must(access::Scope::of_operator("test", std::nullopt)), ask);
      CHECK(found.error().code == "record.bad_filter");
    }
  });
}
