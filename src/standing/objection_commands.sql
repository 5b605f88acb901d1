-- reads: journal
-- gives: the commands about objections, in order
-- params: $seq_from, $seq_to
select seq, kind, payload, actor, day
from journal
where seq >= $seq_from and seq <= $seq_to
  and kind in ('objection_raised', 'objection_answered', 'objection_withdrawn')
order by seq
