-- reads worker_change / gives area, n
select dist_county as area, cast(sum(rows_unchanged) as bigint) as n
from worker_change
group by dist_county
