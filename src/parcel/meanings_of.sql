-- reads: heading_meaning
-- gives: what was confirmed for files of a register, oldest first
-- params: $register, $seq (earlier ones)
select area, layout, heading, column_name
from heading_meaning
where register = $register and seq < $seq
order by seq
