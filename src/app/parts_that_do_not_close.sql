-- A figure's day without a row of its own stands on the latest earlier one, the whole and its parts
-- each for itself.
-- reads: figure. gives: places whose parts do not add up to the whole as they stand last.
-- params: indicator, axis
with last as (
  select area, axis, part, n,
    row_number() over (partition by area, axis, part order by day desc nulls last) as age
  from figure
  where indicator = $indicator and axis in ('', $axis) and round_to is null
),
whole as (select area, n from last where axis = '' and age = 1),
parts as (select area, sum(n) as n from last where axis <> '' and age = 1 group by area)
select case when whole.area = '' then 'cn' else whole.area end as what
from whole left join parts on parts.area = whole.area
where coalesce(parts.n, 0) <> whole.n
order by 1
