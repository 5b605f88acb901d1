-- reads: journal. gives: the pack that the last sealed round knew. params: seq_to
select payload from journal where kind = 'pack_used' and seq <= $seq_to
order by seq desc nulls first limit 1
