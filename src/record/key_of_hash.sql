-- gives the key of a record that lives or once lived in a county
select l.dist_county, {{columns}}
from {{record}} l
where l.dist_county = $dist_county and l.key_hash = $key_hash and {{allowed}}
union all
select l.dist_county, {{columns}}
from {{past}} l
where l.dist_county = $dist_county and l.key_hash = $key_hash and {{allowed}}
limit 1
