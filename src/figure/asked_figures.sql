-- reads: figure. gives: the rows a day stands on, of one indicator and axis, in a range of places.
-- params: day_from: older rows are not stood on; level: length of the code, -1 for any;
-- known: round whose knowledge is meant.
with seen as (
  select f.figure, f.indicator, f.area, f.axis, f.part, f.day, f.n, f.d, f.round_from,
    row_number() over (partition by f.area, f.part order by f.day desc nulls last) as place
  from figure f
  where f.indicator = $indicator and f.axis = $axis and f.day <= $day and f.day >= $day_from
    and f.round_from <= $known and (f.round_to is null or f.round_to > $known)
    and f.area >= $area_from and f.area < $area_to
    and ($level < 0 or length(f.area) = $level or f.area >= ':')
    and {{predicate}}
)
select figure, indicator, area, axis, part, day, n, d, round_from
from seen
where place = 1
order by area, part
