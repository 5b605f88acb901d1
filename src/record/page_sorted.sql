-- gives: a page of records in an order
select r.dist_county, r.key_hash, r.missing, r.explained, r.verified, {{columns}}
from (
{{rows}}
) r
order by {{order}}
limit {{limit}}
