-- reads: audit. gives: rows after a number, in order. params: after_seq, row_limit
select seq, happened_at, actor, on_behalf_of, action, register, area, purpose, rows_shown, ids,
       ids_sha256, detail, request_id, remote, outcome, prev_hash, hash
from audit
where seq > $after_seq
order by seq
limit $row_limit
