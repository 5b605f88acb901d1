-- reads: journal. gives: the packs brought into use, the latest first. params: seq_to
select payload from journal where kind = 'pack_used' and seq <= $seq_to
order by seq desc nulls last
