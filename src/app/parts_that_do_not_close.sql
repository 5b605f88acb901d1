-- reads: figure. gives: living figures whose parts do not add up to the whole. params: indicator, axis
with whole as (
  select area, day, n from figure
  where indicator = $indicator and axis = '' and round_to is null
),
parts as (
  select area, day, sum(n) as n from figure
  where indicator = $indicator and axis = $axis and round_to is null
  group by area, day
)
select concat(whole.area, ' ', cast(whole.day as varchar)) as what
from whole left join parts on parts.area = whole.area and parts.day = whole.day
where coalesce(parts.n, 0) <> whole.n
order by 1
