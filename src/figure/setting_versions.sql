-- reads: record_<register>, record_<register>_past. gives: the versions of a record up to a round,
-- newest first, with what each changed: the newest that changed a column set its cell.
select parcel, sheet, row_no, changed, round_from, day_from
from (
  select parcel, sheet, row_no, changed, round_from, day_from from {{living}}
  where dist_county = $dist_county and key_hash = $key_hash
  union all
  select parcel, sheet, row_no, changed, round_from, day_from from {{past}}
  where dist_county = $dist_county and key_hash = $key_hash
) v
where v.round_from <= $known and v.day_from <= $day
order by round_from desc nulls last, day_from desc nulls last, parcel desc nulls last
