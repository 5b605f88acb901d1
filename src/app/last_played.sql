-- reads: journal. gives: how scenarios were played, the last first. params: none
select payload from journal where kind = 'scenario_played' order by seq desc nulls first
