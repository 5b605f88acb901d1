-- owner: linkage
-- What people said of two rows that a comparison linked: the same, or not. decision = seq of its
-- command; the last one about a pair counts. Rows are told by county and hash of the key.
create table link_decision (
  decision bigint primary key,
  comparison varchar not null,
  ours varchar not null,
  theirs varchar not null,
  is_same boolean not null,
  reason varchar,
  actor varchar not null,
  day date not null
);
