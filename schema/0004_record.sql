-- owner: record
-- record_<register> and record_<register>_past are made from the pack (record/tables.cpp). This
-- table says what each parcel did, by county: the base of the drive's indicators and of the
-- verdict.
create table record_change (
  register varchar not null,
  parcel bigint not null,
  day date not null,
  dist_county varchar not null,
  rows_new bigint not null,
  rows_changed bigint not null,
  rows_unchanged bigint not null,
  rows_ended bigint not null,
  cells_changed bigint not null,
  round_from bigint not null
);
