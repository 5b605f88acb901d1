-- reads: journal. gives: the command that was given an idempotency key, whatever the request's hash
-- params: $first, $last: bounds of the key with any hash behind it
select idempotency_key, seq
from journal
where idempotency_key >= $first and idempotency_key < $last
limit 1
