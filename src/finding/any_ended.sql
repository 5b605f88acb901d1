-- reads record_change / gives how many records this round ended
select cast(coalesce(sum(rows_ended), 0) as bigint) as ended
from record_change
where register = $register and round_from = $round
