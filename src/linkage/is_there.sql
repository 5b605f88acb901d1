-- reads: record_<register>. gives: whether a record lives that the scope may see
select count(*) as n
from {{record}} l
where l.dist_county = {{county}} and l.key_hash = {{hash}} and {{allowed}}
