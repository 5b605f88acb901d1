-- reads: audit. gives: the end of the chain. params: none
select seq, hash from audit order by seq desc nulls first limit 1
