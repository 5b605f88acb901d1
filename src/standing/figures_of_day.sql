-- reads: figure, standing_asked. gives: the whole figures that a day stands on.
with seen as (
  select f.area, f.day, f.n, f.d, f.figure,
    row_number() over (partition by f.area order by f.day desc nulls last) as place
  from figure f
  where f.indicator = $indicator and f.axis = '' and f.part = '' and f.round_to is null
    and f.day <= $day and f.day >= $day_from
    and f.area in (select area from standing_asked)
)
select area, day, n, d, figure from seen where place = 1
