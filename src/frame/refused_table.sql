create temporary table refused (parcel bigint, sheet integer, row_no integer, dist_county varchar,
  key_hash bigint)
