-- makes form_found: the living record that a row of form_row means (n: how many it may be)
create temporary table form_found (
  parcel bigint,
  sheet integer,
  row_no integer,
  dist_county varchar,
  key_hash bigint,
  area varchar,
  show_id varchar,
  n bigint,
  round bigint,
  given_id varchar
)
