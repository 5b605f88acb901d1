-- reads: journal. gives: the idempotency keys given so far, with the command each stands for.
-- params: none
select idempotency_key, seq, kind, payload, day from journal where idempotency_key is not null
