-- reads: journal. gives: the command that was given an idempotency key. params: $key
select seq, kind, payload, day from journal where idempotency_key = $key
