-- reads: journal. gives: what the rounds took; of two entries on one round the later one counts:
-- the earlier was never sealed. params: none
select seq, payload from journal where kind = 'round_run' order by seq
