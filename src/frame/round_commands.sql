-- reads: journal. gives: the commands of some kinds, in order
-- params: $seq_from, $seq_to (ends included)
select seq, day, actor, kind, payload
from journal
where seq >= $seq_from and seq <= $seq_to and kind in ({{kinds}})
order by seq
