-- reads: journal
-- gives: the commands about explanations, in order
-- params: $seq_from, $seq_to (ends included)
select seq, day, actor, kind, payload
from journal
where seq >= $seq_from and seq <= $seq_to and kind in ('finding_explained', 'explanation_decided')
order by seq
