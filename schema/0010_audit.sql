-- owner: access
-- Kept, append-only, hash-chained: who looked at what, exported what, changed whose rights, logged
-- in or failed to. hash = SHA-256 of prev_hash and every other column in order, each ended by
-- U+001F. ids: keyed hashes of the keys shown, hexadecimal, at most 1,000; ids_sha256: of all of
-- them. No personal value.
create table audit (
  seq bigint primary key,
  happened_at varchar not null,
  actor varchar not null,
  on_behalf_of varchar not null,
  action varchar not null,
  register varchar not null,
  area varchar not null,
  purpose varchar not null,
  rows_shown bigint not null,
  ids varchar not null,
  ids_sha256 varchar not null,
  detail varchar not null,
  request_id varchar not null,
  remote varchar not null,
  outcome varchar not null,
  prev_hash varchar not null,
  hash varchar not null
);
