-- reads: round. gives: the last sealed round. params: none
select round, day, seq_from, seq_to, parcels, rows_in
from round order by round desc nulls first limit 1
