-- makes form_changed, form_clear: cells that others have changed; cells that are not taken
create temporary table {{table}} (
  parcel bigint,
  sheet integer,
  row_no integer,
  column_no integer,
  by_parcel bigint
)
