-- gives the versions of a key, the newest first
select v.parcel, v.sheet, v.row_no, v.changed, v.day_from, v.round_from, v.round_to, {{columns}}
from (
  select l.parcel, l.sheet, l.row_no, l.changed, l.day_from, l.round_from,
         cast(0 as bigint) as round_to, 9223372036854775807 as round_end, {{l_columns}}
  from {{record}} l
  where l.dist_county = $dist_county and l.key_hash = $key_hash and {{allowed}}
  union all
  select l.parcel, l.sheet, l.row_no, l.changed, l.day_from, l.round_from, l.round_to,
         l.round_to as round_end, {{l_columns}}
  from {{past}} l
  where l.dist_county = $dist_county and l.key_hash = $key_hash and {{allowed}}
) v
order by v.round_from desc nulls last, v.round_end desc nulls last, v.parcel desc nulls last
