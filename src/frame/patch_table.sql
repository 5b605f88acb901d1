-- makes patch_<register>, empty
create temporary table {{table}} (
  parcel bigint,
  sheet integer,
  row_no integer,
  dist_county varchar,
  key_hash bigint,
  touched bigint,
  erased bigint,
  wave integer,
  {{columns}}
)
