-- reads: session. params: none
select id_sha256, account, acts_for, begun, seen, begun_at, remote, by_platform
from session order by begun
