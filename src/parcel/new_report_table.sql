-- makes new_report: the last word of this round on a register, area and day
create temporary table new_report (
  register varchar,
  area varchar,
  day date,
  state varchar,
  parcel bigint,
  reason varchar
)
