// The round, the best summary of the program: what came in becomes records, what is wrong with it
// findings, records become figures, figures standings.
#include "app/round.hpp"

#include "app/pack_change.hpp"
#include "app/scale.hpp"
#include "figure/figure.hpp"
#include "finding/explain.hpp"
#include "frame/temporary.hpp"
#include "linkage/decide.hpp"
#include "parcel/parcel.hpp"
#include "record/record.hpp"
#include "standing/objection.hpp"
#include "standing/standing.hpp"

namespace diaodu::app {
namespace {

// What a round knows before it writes anything that stays: its files, read, and the candidates of
// each register's first wave, all in temporary tables.
struct Prepared {
  std::shared_ptr<parcel::Waiting> waiting;
  std::vector<int64_t> rows;  // candidates of the first wave, by register
};
Result<Prepared> prepare(frame::RoundContext& round, const RoundPlan& plan) {
  const int64_t last_seq = plan.seqs.empty() ? plan.seq_to : plan.seqs.back();
  TRY_ASSIGN(round.scale, scale_in_force(round.session, last_seq));
  TRY(frame::make_round_tables(round));
  Prepared prepared;
  TRY_ASSIGN(prepared.waiting, parcel::read_waiting(round));
  for (const pack::Register& register_ : round.pack.registers) {
    if (!round.concerns(register_)) {
      prepared.rows.push_back(0);
      continue;
    }
    TRY_ASSIGN(const int64_t rows, frame::make_incoming(round, register_, 1));
    prepared.rows.push_back(rows);
  }
  return prepared;
}

Result<void> take_register(frame::RoundContext& round, const pack::Register& register_,
                           int64_t rows) {
  for (int wave = 1;; ++wave) {
    if (wave > 1) {
      TRY_ASSIGN(rows, frame::make_incoming(round, register_, wave));
      if (rows == 0) break;
    }
    TRY(finding::judge(round, register_, wave));
    if (rows == 0) break;
    TRY(record::accept(round, register_, wave));
  }
  TRY(record::end_absent(round, register_));
  return {};
}

Result<journal::Seal> visit_rooms(frame::RoundContext& round, const RoundPlan& plan,
                                  const journal::Seal& last, const Prepared& prepared) {
  const bool has_days = last.day != Day{};
  for (Day day = last.day + 1; has_days && day < plan.day; day = day + 1) {
    TRY(standing::close_day(round, day));
  }
  if (!plan.pack_sha256.empty()) TRY(bring_pack_into_use(round, last.round == 0));
  TRY_ASSIGN(const parcel::Taken taken, parcel::take_waiting(*prepared.waiting));
  for (size_t i = 0; i < round.pack.registers.size(); ++i) {
    const pack::Register& register_ = round.pack.registers[i];
    if (!round.concerns(register_)) continue;
    if (plan.is_judged_only)
      TRY(finding::judge(round, register_, 1));
    else
      TRY(take_register(round, register_, prepared.rows[i]));
  }
  if (plan.is_judged_only) return last;
  for (const std::vector<int64_t>* undone : {&plan.withdrawn, &taken.undone}) {
    for (const int64_t parcel : *undone) {
      TRY(record::withdraw(round, parcel));
      TRY(finding::end_parcel(round, parcel));
    }
  }
  for (const pack::Register& register_ : round.pack.registers)
    if (round.concerns(register_))
      TRY(finding::judge_consequences(round, register_, plan.withdrawn));
  for (const pack::Register& register_ : round.pack.registers)
    if (round.concerns(register_))
      TRY(finding::judge_followers(round, register_,
                                   !plan.withdrawn.empty() || !taken.undone.empty()));
  TRY(finding::take_explanations(round));
  TRY(standing::take_objections(round));
  TRY(linkage::take_decisions(round));
  if (plan.day != Day{} && !plan.is_trial) {
    TRY(figure::recompute(round));
    TRY(standing::rank(round));
  }
  const bool stays = plan.is_lane || taken.goes_on;
  return journal::Seal{plan.round,    plan.seq_from, stays ? last.seq_to : plan.seq_to,
                       taken.parcels, taken.rows_in, plan.day};
}

}  // namespace

Result<journal::Seal> visit_rooms(frame::RoundContext& round, const RoundPlan& plan,
                                  const journal::Seal& last) {
  TRY_ASSIGN(const Prepared prepared, prepare(round, plan));
  return visit_rooms(round, plan, last, prepared);
}

Result<journal::Seal> run_round(frame::RoundContext& round, RoundPlan& plan,
                                const journal::Seal& last, const Fence& fence,
                                const Shortened& shortened) {
  // Tables first, each in its own transaction: the engine's log replays changes of schema least
  // surely.
  if (!plan.pack_sha256.empty()) TRY(record::make_tables(round.session, round.pack));
  // The temporary tables in a transaction before: what is committed the engine scans with all its
  // threads, what is not with one.
  TRY_ASSIGN(store::Transaction preparing, store::Transaction::begin(round.session));
  TRY_ASSIGN(const Prepared prepared, prepare(round, plan));
  TRY(preparing.commit());
  if (round.row_to != plan.row_to) {
    plan.row_to = round.row_to;
    TRY(shortened(plan));
  }
  TRY_ASSIGN(store::Transaction transaction, store::Transaction::begin(round.session));
  if (fence) TRY(fence(round.session));
  TRY_ASSIGN(const journal::Seal seal, visit_rooms(round, plan, last, prepared));
  TRY(frame::drop_round_tables(round));
  TRY(journal::seal(round.session, seal));
  TRY(transaction.commit());
  return seal;
}

}  // namespace diaodu::app
