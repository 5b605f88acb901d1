-- reads: figure, figure_asked, figure_asked_area. gives: the rows a day stands on.
with mine as materialized (
  select f.figure, f.indicator, f.area, f.axis, f.part, f.day, f.n, f.d, f.round_from
  from figure f
  join figure_asked a on a.indicator = f.indicator
  where f.round_to is null and f.day <= $day and f.day >= a.day_from {{and_area}}
), latest as (
  select indicator, area, axis, part, max(day) as day
  from mine
  group by indicator, area, axis, part
)
select f.figure, f.indicator, f.area, f.axis, f.part, f.day, f.n, f.d, f.round_from
from mine f
join latest l on l.area = f.area and l.indicator = f.indicator and l.axis = f.axis
  and l.part = f.part and l.day = f.day
