-- owner: journal
-- Kept: every command, numbered, hash-chained. hash = SHA-256 of prev_hash, seq, happened_at, day,
-- actor, kind, payload, each ended by U+001F. happened_at: ISO 8601 with the pack's offset; day:
-- computed from it once, or the --day of a replay. payload: JSON, no personal value in it.
create table journal (
  seq bigint primary key,
  happened_at varchar not null,
  day date not null,
  actor varchar not null,
  kind varchar not null,
  payload varchar not null,
  idempotency_key varchar,
  prev_hash varchar not null,
  hash varchar not null
);
-- Derived: the seal of a round, the last statement of its transaction.
create table round (
  round bigint primary key,
  day date not null,
  seq_from bigint not null,
  seq_to bigint not null,
  parcels bigint not null,
  rows_in bigint not null
);
