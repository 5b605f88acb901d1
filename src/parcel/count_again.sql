-- reads: patch_<register>
-- gives: number of keys that more than one parcel of the round names
select count(*) as n
from (select key_hash from {{patch}} group by key_hash having count(*) > 1) t
