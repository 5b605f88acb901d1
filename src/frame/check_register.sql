-- makes an empty table that looks like the view or candidate rows of a register, to prepare
-- queries against
create temporary table {{table}} (
  {{columns}},
  dist_county varchar,
  key_hash bigint,
  parcel bigint,
  sheet integer,
  row_no integer,
  missing bigint,
  explained bigint,
  verified bigint,
  changed bigint,
  day_from date,
  round_from bigint,
  {{more}}
)
