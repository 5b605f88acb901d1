-- reads: record_<register>, record_<register>_past, parcel. gives: a version that a file of the day
-- made, and how many there are. is_new: it has no version before it, else it closed one.
with version as (
  select l.dist_county, l.key_hash, l.parcel, l.sheet, l.row_no, l.missing, l.explained, l.changed,
    l.round_from
  from {{living}} l
  where l.day_from = $day and l.round_from <= $known and {{in_place}}
  union all
  select l.dist_county, l.key_hash, l.parcel, l.sheet, l.row_no, l.missing, l.explained, l.changed,
    l.round_from
  from {{past}} l
  where l.day_from = $day and l.round_from <= $known and {{in_place}}
), counted as (
  select v.dist_county, v.key_hash, v.parcel, v.sheet, v.row_no, v.missing, v.explained, v.changed,
    v.round_from, count(*) over () as counted
  from version v
  join parcel p on p.parcel = v.parcel and p.day = $day and v.round_from >= p.round_from
    and v.round_from <= coalesce(p.round_last, v.round_from)
  where exists (
    select 1 from {{past}} b
    where b.dist_county = v.dist_county and b.key_hash = v.key_hash
      and b.ended_by = v.parcel and b.round_to = v.round_from
  ) = {{closed}}
)
select dist_county, key_hash, parcel, sheet, row_no, missing, explained, changed, round_from,
  counted
from counted
where $sample = 0 or key_hash = $sample
order by dist_county, key_hash, parcel
limit 1
