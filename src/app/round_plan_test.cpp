#include <doctest/doctest.h>

#include "app/round.hpp"

namespace diaodu::app {
namespace {

const Day kDay = *make_day(2020, 3, 6);

journal::Entry entry(int64_t seq, const std::string& kind, Day day = kDay, int64_t bytes = 1'000) {
  journal::Entry made;
  made.seq = seq;
  made.kind = kind;
  made.day = day;
  made.payload =
      "{\"file_name\":\"a.csv\",\"file_sha256\":\"x\",\"file_bytes\":" + std::to_string(bytes) +
      ",\"parcel\":7,\"sha256\":\"pack\"}";
  return made;
}

journal::Seal sealed() { return {4, 10, 20, 1, 1, kDay - 1}; }

TEST_CASE("nothing waits") {
  CHECK(!plan_round(sealed(), {}, {}));
  CHECK(!plan_round(sealed(), {entry(21, "round_run"), entry(22, "unmasked")}, {}));
}

TEST_CASE("a round takes what waits, in order, and passes over what is not for it") {
  const auto plan = plan_round(sealed(),
                               {entry(21, "round_run"), entry(22, "parcel_taken"),
                                entry(23, "unmasked"), entry(24, "nil_reported")},
                               {});
  REQUIRE(plan);
  CHECK(plan->round == 5);
  CHECK(plan->seq_from == 21);
  CHECK(plan->seq_to == 24);
  CHECK(plan->parcels == 2);
  CHECK(plan->day == kDay);
  CHECK(plan->has_files);
}

TEST_CASE("a day, a withdrawal and a pack each stand alone") {
  const auto day =
      plan_round(sealed(), {entry(21, "parcel_taken"), entry(22, "parcel_taken", kDay + 1)}, {});
  CHECK(day->seq_to == 21);
  const auto before =
      plan_round(sealed(), {entry(21, "parcel_taken"), entry(22, "parcel_withdrawn")}, {});
  CHECK(before->seq_to == 21);
  CHECK(before->withdrawn.empty());
  const auto alone =
      plan_round(sealed(), {entry(21, "parcel_withdrawn"), entry(22, "parcel_taken")}, {});
  CHECK(alone->seq_to == 21);
  CHECK(alone->withdrawn == std::vector<int64_t>{7});
  const auto pack = plan_round(sealed(), {entry(21, "pack_used"), entry(22, "parcel_taken")}, {});
  CHECK(pack->seq_to == 21);
  CHECK(pack->pack_sha256 == "pack");
}

TEST_CASE("a round is bounded in rows and parcels, but takes at least one") {
  std::vector<journal::Entry> entries;
  for (int64_t seq = 21; seq < 71; ++seq)
    entries.push_back(entry(seq, "parcel_taken", kDay, 100'000));
  CHECK(plan_round(sealed(), entries, {1'000'000, 10})->parcels == 10);
  CHECK(plan_round(sealed(), entries, {5'100, 1'000})->parcels == 5);
  CHECK(plan_round(sealed(), entries, {1, 1})->parcels == 1);
}

TEST_CASE("a round that the journal has is planned as it was") {
  const std::vector<journal::Entry> entries = {entry(21, "parcel_taken"), entry(22, "parcel_taken"),
                                               entry(23, "parcel_taken")};
  journal::Entry run = entry(24, "round_run");
  RoundPlan first = *plan_round(sealed(), entries, {1'000'000, 2});
  run.payload = payload_of(first);
  const RoundPlan again = plan_again(sealed(), entries, run);
  CHECK(again.round == 5);
  CHECK(again.seq_from == 21);
  CHECK(again.seq_to == 22);
  CHECK(again.parcels == 2);
  CHECK(again.day == kDay);
  CHECK(again.has_files);
}

}  // namespace
}  // namespace diaodu::app
