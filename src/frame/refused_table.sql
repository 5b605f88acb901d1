create temporary table refused (parcel bigint, sheet integer, row_no integer)
