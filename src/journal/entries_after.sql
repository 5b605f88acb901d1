-- reads: journal. gives: entries after a number, in order. params: after_seq, row_limit
select seq, happened_at, day, actor, kind, payload, idempotency_key, prev_hash, hash
from journal
where seq > $after_seq
order by seq
limit $row_limit
