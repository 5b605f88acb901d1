#include <doctest/doctest.h>

#include "app/round.hpp"

namespace diaodu::app {
namespace {

const Day kDay = *make_day(2020, 3, 6);

journal::Entry entry(int64_t seq, const std::string& kind, Day day = kDay, int64_t bytes = 1'000,
                     const std::string& area = "51") {
  journal::Entry made;
  made.seq = seq;
  made.kind = kind;
  made.day = day;
  made.payload =
      "{\"file_name\":\"a.csv\",\"file_sha256\":\"x\",\"file_bytes\":" + std::to_string(bytes) +
      ",\"register\":\"well\",\"parcel\":7,\"sha256\":\"pack\",\"area\":\"" + area + "\"}";
  return made;
}

journal::Seal sealed() { return {4, 10, 20, 1, 1, kDay - 1}; }

TEST_CASE("nothing waits") {
  CHECK(!plan_round(sealed(), {}, {}, {}));
  CHECK(!plan_round(sealed(), {entry(21, "round_run"), entry(22, "unmasked")}, {}, {}));
}

TEST_CASE("a round takes what waits, in order, and passes over what is not for it") {
  const auto plan = plan_round(sealed(),
                               {entry(21, "round_run"), entry(22, "parcel_taken"),
                                entry(23, "unmasked"), entry(24, "nil_reported")},
                               {}, {});
  REQUIRE(plan);
  CHECK(plan->round == 5);
  CHECK(plan->seq_from == 21);
  CHECK(plan->seq_to == 24);
  CHECK(plan->parcels == 2);
  CHECK(plan->day == kDay);
  CHECK(plan->has_files);
  CHECK(plan->registers == std::set<std::string>{"well"});
}

TEST_CASE("a day, a withdrawal and a pack each stand alone") {
  const auto day = plan_round(
      sealed(), {entry(21, "parcel_taken"), entry(22, "parcel_taken", kDay + 1)}, {}, {});
  CHECK(day->seq_to == 21);
  const auto before =
      plan_round(sealed(), {entry(21, "parcel_taken"), entry(22, "parcel_withdrawn")}, {}, {});
  CHECK(before->seq_to == 21);
  CHECK(before->withdrawn.empty());
  const auto alone =
      plan_round(sealed(), {entry(21, "parcel_withdrawn"), entry(22, "parcel_taken")}, {}, {});
  CHECK(alone->seq_to == 21);
  CHECK(alone->withdrawn == std::vector<int64_t>{7});
  CHECK(!alone->registers);  // of any register
  const auto pack =
      plan_round(sealed(), {entry(21, "pack_used"), entry(22, "parcel_taken")}, {}, {});
  CHECK(pack->seq_to == 21);
  CHECK(pack->pack_sha256 == "pack");
}

TEST_CASE("a round is bounded in rows and parcels, but takes at least one") {
  std::vector<journal::Entry> entries;
  for (int64_t seq = 21; seq < 71; ++seq)
    entries.push_back(entry(seq, "parcel_taken", kDay, 100'000));
  CHECK(plan_round(sealed(), entries, {}, {1'000'000, 10})->parcels == 10);
  CHECK(plan_round(sealed(), entries, {}, {5'100, 1'000})->parcels == 5);
  CHECK(plan_round(sealed(), entries, {}, {1, 1})->parcels == 1);
}

TEST_CASE("a round that the journal has is planned as it was") {
  const std::vector<journal::Entry> entries = {entry(21, "parcel_taken"), entry(22, "parcel_taken"),
                                               entry(23, "parcel_taken")};
  journal::Entry run = entry(24, "round_run");
  RoundPlan first = *plan_round(sealed(), entries, {}, {1'000'000, 2});
  run.payload = payload_of(first);
  const RoundPlan again = plan_again(sealed(), entries, run);
  CHECK(again.round == 5);
  CHECK(again.seq_from == 21);
  CHECK(again.seq_to == 22);
  CHECK(again.parcels == 2);
  CHECK(again.day == kDay);
  CHECK(again.has_files);
}

constexpr int64_t kGreat = 100'000'000;  // bytes

journal::Seal sealed_after(const RoundPlan& plan, bool goes_on) {
  const bool stays = plan.is_lane || goes_on;
  return {plan.round, plan.seq_from, stays ? sealed().seq_to : plan.seq_to, 1, 1, plan.day};
}

TEST_CASE("a great file is taken in parts; between them small ones of other places") {
  std::vector<journal::Entry> entries = {
      entry(21, "parcel_taken", kDay, kGreat, "51"), entry(22, "parcel_taken", kDay, 100, "5134"),
      entry(23, "parcel_taken", kDay, 100, "52"),    entry(24, "nil_reported", kDay, 1, "53"),
      entry(25, "parcel_taken", kDay, kGreat, "54"), entry(26, "parcel_taken", kDay, 100, "5401"),
      entry(27, "parcel_taken", kDay + 1, 100, "55")};
  journal::Seal last = sealed();
  Ahead ahead;
  const RoundPlan first = *plan_round(last, entries, ahead, {});
  CHECK(first.seqs == std::vector<int64_t>{21});
  CHECK(first.row_from == 0);
  CHECK(first.row_to == RoundLimits().part_rows * RoundLimits().parts_max);
  entries.push_back(entry(28, "round_run"));
  entries.back().payload = payload_of(first);
  last = sealed_after(first, true);
  ahead.add(first, last);
  CHECK(ahead.great == 21);

  const RoundPlan lane = *plan_round(last, entries, ahead, {});
  CHECK(lane.is_lane);
  CHECK(lane.seqs == std::vector<int64_t>{23, 24});
  CHECK(lane.parcels == 2);
  entries.push_back(entry(29, "round_run"));
  entries.back().payload = payload_of(lane);
  last = sealed_after(lane, false);
  CHECK(last.seq_to == 20);
  ahead.add(lane, last);

  const RoundPlan second = *plan_round(last, entries, ahead, {});
  CHECK(second.row_from == first.row_to);
  CHECK(second.seqs == std::vector<int64_t>{21});

  // A new start reads the same from the journal.
  const Ahead again = ahead_of(last, entries);
  CHECK(again.done == std::set<int64_t>{23, 24});
  CHECK(again.great == 21);
  CHECK(again.row_next == first.row_to);
  CHECK(!again.is_lane_next);
  CHECK(plan_again(sealed(), entries, entries[8]).seqs == lane.seqs);
  CHECK(plan_again(sealed(), entries, entries[7]).row_to == first.row_to);

  last = sealed_after(second, false);  // the file has ended
  CHECK(last.seq_to == 21);
  ahead.add(second, last);
  CHECK(ahead.great == 0);
  entries.erase(entries.begin());
  const RoundPlan next = *plan_round(last, entries, ahead, {});
  CHECK(next.seqs.empty());  // a range says it
  CHECK(next.seq_to == 22);
  last = sealed_after(next, false);
  ahead.add(next, last);
  CHECK(ahead.done == std::set<int64_t>{23, 24});
  entries.erase(entries.begin());
  CHECK(plan_round(last, entries, ahead, {})->seqs == std::vector<int64_t>{25});
}

TEST_CASE("nothing overtakes a withdrawal, a later day or a pack") {
  Ahead ahead;
  ahead.great = 21, ahead.row_next = 10, ahead.is_lane_next = true;
  for (const char* kind : {"parcel_withdrawn", "pack_used", "parcel_returned", "suspended"}) {
    const auto plan =
        plan_round(sealed(),
                   {entry(21, "parcel_taken", kDay - 1, kGreat), entry(22, kind, kDay - 1),
                    entry(23, "parcel_taken", kDay - 1, 1, "52")},
                   ahead, {});
    CHECK(plan->row_from == 10);
    CHECK(!plan->is_lane);
  }
  const auto later = plan_round(
      sealed(),
      {entry(21, "parcel_taken", kDay - 1, kGreat), entry(22, "parcel_taken", kDay, 1, "52")},
      ahead, {});
  CHECK(!later->is_lane);
}

TEST_CASE("what was done ahead is passed over, and the round says exactly what it takes") {
  const std::vector<journal::Entry> entries = {entry(21, "parcel_taken"), entry(22, "parcel_taken"),
                                               entry(23, "parcel_taken")};
  Ahead ahead;
  ahead.done = {22};
  const RoundPlan plan = *plan_round(sealed(), entries, ahead, {});
  CHECK(plan.seqs == std::vector<int64_t>{21, 23});
  CHECK(plan.seq_to == 23);
  journal::Entry run = entry(24, "round_run");
  run.payload = payload_of(plan);
  CHECK(plan_again(sealed(), entries, run).seqs == plan.seqs);
  CHECK(plan_again(sealed(), entries, run).parcels == 2);
}

TEST_CASE("a command set aside has a round of its own, in its turn") {
  std::vector<journal::Entry> entries = {entry(21, "parcel_taken"), entry(22, "parcel_taken"),
                                         entry(23, "parcel_taken")};
  entries.push_back(entry(24, "set_aside"));
  entries.back().payload = R"({"seq":22,"code":"store.conversion"})";
  Ahead ahead = ahead_of(sealed(), entries);
  CHECK(plan_round(sealed(), entries, ahead, {})->seq_to == 21);
  ahead.done = {21};
  const RoundPlan plan = *plan_round(sealed(), entries, ahead, {});
  CHECK(plan.set_aside == "store.conversion");
  CHECK(plan.seqs == std::vector<int64_t>{22});
  CHECK(!plan.has_files);
  CHECK(plan.registers == std::set<std::string>{"well"});  // parts of it may have to be undone
  journal::Entry run = entry(25, "round_run");
  run.payload = payload_of(plan);
  CHECK(plan_again(sealed(), entries, run).set_aside == "store.conversion");
  CHECK(plan_again(sealed(), entries, run).registers == plan.registers);
}

TEST_CASE("of two plans of one round the later one counts") {
  std::vector<journal::Entry> entries = {entry(21, "parcel_taken", kDay, kGreat),
                                         entry(22, "round_run"), entry(23, "round_run")};
  entries[1].payload =
      R"({"round":5,"seq_from":21,"seq_to":21,"seqs":[21],"row_from":0,"row_to":10})";
  entries[2].payload =
      R"({"round":5,"seq_from":21,"seq_to":21,"seqs":[21],"row_from":0,"row_to":20})";
  journal::Seal last = sealed();
  last.round = 5;
  CHECK(ahead_of(last, entries).row_next == 20);
}

}  // namespace
}  // namespace diaodu::app
