-- gives a page of records in the order of county and key
select r.dist_county, r.key_hash, {{columns}}
from (
{{rows}}
) r
order by r.dist_county, {{keys}}
limit {{limit}}
