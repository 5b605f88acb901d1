-- reads: token. params: none
select token, account, label, secret_sha256, actions, area, register, expires, created_at,
       last_used_at, revoked
from token order by token
