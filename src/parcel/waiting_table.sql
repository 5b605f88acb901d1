-- makes waiting_parcel: the files of this round with the range of their sender's area
create temporary table waiting_parcel (
  parcel bigint,
  register varchar,
  area varchar,
  area_end varchar,
  county varchar,
  county_end varchar,
  is_full boolean,
  file_sha256 varchar
)
