-- reads: journal. gives: the end of the chain. params: none
select seq, hash from journal order by seq desc nulls first limit 1
