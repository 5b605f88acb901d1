#pragma once
// Entries as rows of table journal. Internal to journal/.
#include "journal/journal.hpp"

namespace diaodu::journal {

inline store::Batch empty_batch() {
  using store::Column;
  using store::Type;
  store::Batch batch;
  batch.columns = {Column("seq", Type::int64),
                   Column("happened_at", Type::text),
                   Column("day", Type::day),
                   Column("actor", Type::text),
                   Column("kind", Type::text),
                   Column("payload", Type::text),
                   Column("idempotency_key", Type::text),
                   Column("prev_hash", Type::text),
                   Column("hash", Type::text)};
  return batch;
}

inline void add_to(store::Batch& batch, const Entry& entry) {
  batch.columns[0].add(entry.seq);
  batch.columns[1].add(entry.happened_at);
  batch.columns[2].add(entry.day);
  batch.columns[3].add(entry.actor);
  batch.columns[4].add(entry.kind);
  batch.columns[5].add(entry.payload);
  if (entry.idempotency_key.empty()) {
    batch.columns[6].add_null();
  } else {
    batch.columns[6].add(entry.idempotency_key);
  }
  batch.columns[7].add(entry.prev_hash);
  batch.columns[8].add(entry.hash);
}

}  // namespace diaodu::journal
