-- reads: finding, record_<register>
-- gives: the columns in which something is open of records to ask about
select distinct f.column_name
from finding f
where {{open}} and f.key_hash in (select r.key_hash from {{record}} r where {{which}})
order by f.column_name
