-- makes again, empty: what living records are found to fail now
create temporary table again (
  finding bigint,
  register varchar,
  rule varchar,
  grade varchar,
  column_name varchar,
  dist_county varchar,
  area varchar,
  key_hash bigint,
  show_id varchar,
  parcel bigint,
  sheet integer,
  row_no integer,
  shown varchar,
  params varchar,
  other_area varchar,
  round_from bigint
)
