-- owner: finding
-- Findings that ended stand apart: looking at what is open costs what is open.
create table finding_past (
  finding bigint not null,
  register varchar not null,
  rule varchar not null,
  grade varchar not null,
  column_name varchar not null,
  dist_county varchar not null,
  area varchar not null,
  key_hash bigint,
  show_id varchar,
  parcel bigint not null,
  sheet integer not null,
  row_no integer not null,
  shown varchar,
  params varchar,
  other_area varchar,
  round_from bigint not null,
  round_to bigint not null
);
insert into finding_past (finding, register, rule, grade, column_name, dist_county, area, key_hash,
  show_id, parcel, sheet, row_no, shown, params, other_area, round_from, round_to)
select finding, register, rule, grade, column_name, dist_county, area, key_hash, show_id, parcel,
       sheet, row_no, shown, params, other_area, round_from, round_to
from finding
where round_to is not null;
-- Made anew, not emptied: the room of those that left would be looked through for good.
alter table finding rename to finding_before;
create table finding (
  finding bigint not null,
  register varchar not null,
  rule varchar not null,
  grade varchar not null,
  column_name varchar not null,
  dist_county varchar not null,
  area varchar not null,
  key_hash bigint,
  show_id varchar,
  parcel bigint not null,
  sheet integer not null,
  row_no integer not null,
  shown varchar,
  params varchar,
  other_area varchar,
  round_from bigint not null
);
insert into finding (finding, register, rule, grade, column_name, dist_county, area, key_hash,
  show_id, parcel, sheet, row_no, shown, params, other_area, round_from)
select finding, register, rule, grade, column_name, dist_county, area, key_hash, show_id, parcel,
       sheet, row_no, shown, params, other_area, round_from
from finding_before
where round_to is null;
drop table finding_before;
