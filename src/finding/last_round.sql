-- reads: round
-- gives: the last sealed round and its day
select round, day
from round
where round = (select max(round) from round)
