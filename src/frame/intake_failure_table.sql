-- makes intake_failure, empty
create temporary table intake_failure (
  register varchar,
  parcel bigint,
  sheet integer,
  row_no integer,
  column_name varchar,
  rule varchar,
  grade varchar,
  dist_county varchar,
  area varchar,
  key_hash bigint,
  show_id varchar,
  shown varchar,
  params varchar,
  other_area varchar
)
