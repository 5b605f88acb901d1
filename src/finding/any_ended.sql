-- reads record_change / gives how many records this round ended, and began
select cast(coalesce(sum(rows_ended), 0) as bigint) as ended,
       cast(coalesce(sum(rows_new), 0) as bigint) as begun
from record_change
where register = $register and round_from = $round
