-- reads: figure. gives: an indicator's rows of many days, as they are known now
-- params: day_from: older rows are not stood on; level: length of the code
select f.figure, f.indicator, f.area, f.axis, f.part, f.day, f.n, f.d, f.round_from
from figure f
where f.indicator = $indicator and f.axis = $axis and f.day <= $day and f.day >= $day_from
  and f.round_to is null and f.area >= $area_from and f.area < $area_to
  and (length(f.area) = $level or f.area >= ':') and {{predicate}}
order by f.area, f.part, f.day
