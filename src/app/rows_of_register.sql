-- reads record_change / gives how many records of a register live
select cast(coalesce(sum(rows_new - rows_ended), 0) as bigint) as n
from record_change
where register = $register
