-- makes record_<register>_past
create table if not exists {{table}} (
  dist_county varchar not null,
  key_hash bigint not null,
  {{columns}},
  parcel bigint not null,
  sheet integer not null,
  row_no integer not null,
  missing bigint not null,
  explained bigint not null,
  verified bigint not null,
  changed bigint not null,
  day_from date not null,
  round_from bigint not null,
  day_to date not null,
  round_to bigint not null,
  ended_by bigint not null
)
