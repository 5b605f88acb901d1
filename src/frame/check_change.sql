-- makes an empty <register>_change to prepare queries against
create temporary table {{table}} (
  parcel bigint,
  day date,
  dist_county varchar,
  rows_new bigint,
  rows_changed bigint,
  rows_unchanged bigint,
  rows_ended bigint,
  cells_changed bigint
)
