-- makes form_row: rows that came back in a form: their mark (key_hash 0: none), or who they say
create temporary table form_row (
  parcel bigint,
  sheet integer,
  row_no integer,
  dist_county varchar,
  key_hash bigint,
  round bigint,
  show_id varchar,
  show_name varchar,
  last_four varchar,
  place varchar
)
