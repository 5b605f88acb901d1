-- owner: parcel
-- One submitted file or nil report. parcel = seq of its command in the journal.
-- state: taken | nil | same_file | unreadable | withdrawn | returned
create table parcel (
  parcel bigint primary key,
  register varchar not null,
  area varchar not null,
  day date not null,
  actor varchar not null,
  state varchar not null,
  is_full boolean not null,
  file_name varchar,
  file_sha256 varchar,
  file_bytes bigint,
  format varchar,
  encoding varchar,
  same_as bigint,
  error_code varchar,
  error_params varchar,
  rows_in bigint not null,
  rows_left_out bigint not null,
  round_from bigint not null,
  ended_round bigint
);
-- How headings were matched: column_name null = not matched (counts as personal). row_first: first
-- data row.
create table parcel_column (
  parcel bigint not null,
  sheet integer not null,
  sheet_name varchar,
  column_no integer not null,
  heading varchar not null,
  column_name varchar,
  row_first integer not null
);
-- Reporting state of an area and day: reported | nil | returned | suspended; no row: silent (未报).
create table report (
  register varchar not null,
  area varchar not null,
  day date not null,
  state varchar not null,
  parcel bigint,
  reason varchar,
  round_from bigint not null,
  round_to bigint
);
