-- reads: journal. gives: how the last scenario before a command was played. params: seq
select payload
from journal
where kind = 'scenario_played' and seq <= $seq
order by seq desc nulls last
limit 1
