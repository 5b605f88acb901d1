-- reads: journal. gives: the rounds in the order they were run. params: none
select seq from journal where kind = 'round_run' order by seq
