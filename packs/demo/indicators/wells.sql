-- 给出 area（县）、part、n / gives area (county), part, n
select left(village, 6) as area, coalesce(water_quality, 'none') as part, count(*) as n
from well
group by 1, 2
