-- reads: audit. gives: rows, newest first. Texts of days are compared with the beginning of
-- happened_at. params: day_from, day_after, actor, action, id_hash ('': all), before_seq, row_limit
select seq, happened_at, actor, on_behalf_of, action, register, area, purpose, rows_shown, ids,
       ids_sha256, detail, request_id, remote, outcome, prev_hash, hash
from audit
where seq < $before_seq
  and happened_at >= $day_from and happened_at < $day_after
  and ($actor = '' or actor = $actor or on_behalf_of = $actor)
  and ($action = '' or action = $action)
  and ($id_hash = '' or position($id_hash in ids) > 0)
order by seq desc nulls first
limit $row_limit
