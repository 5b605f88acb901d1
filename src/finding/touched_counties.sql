-- reads touched / gives the counties whose records this round began, changed or ended
select distinct left(area, 6) as dist_county
from touched
where register = $register and column_name = $column_name and area is not null
order by dist_county
