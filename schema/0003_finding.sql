-- owner: finding
-- A cell that fails a rule, from the round that opened it to the round that ended it.
-- finding = row_id(register, rule, key or parcel+row, column). shown: the cell as it stood in the
-- file; params: values of the columns named in the rule's sentence, joined by U+001F, null as
-- U+001E.
create table finding (
  finding bigint not null,
  register varchar not null,
  rule varchar not null,
  grade varchar not null,
  column_name varchar not null,
  dist_county varchar not null,
  area varchar not null,
  key_hash bigint,
  show_id varchar,
  parcel bigint not null,
  sheet integer not null,
  row_no integer not null,
  shown varchar,
  params varchar,
  other_area varchar,
  round_from bigint not null,
  round_to bigint
);
