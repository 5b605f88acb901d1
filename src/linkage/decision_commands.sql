-- reads: journal
-- gives: the decisions about links, in order
-- params: $seq_from, $seq_to (ends included)
select seq, day, actor, payload
from journal
where seq >= $seq_from and seq <= $seq_to and kind = 'link_decided'
order by seq
