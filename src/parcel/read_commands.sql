-- reads: journal
-- gives: the commands that parcel takes, in order
-- params: $seq_from, $seq_to (ends included)
select seq, day, actor, kind, payload
from journal
where seq >= $seq_from and seq <= $seq_to
  and kind in ('parcel_taken', 'nil_reported', 'parcel_returned', 'suspended', 'parcel_withdrawn',
    'heading_confirmed')
order by seq
