-- reads: record_<register>, finding
-- gives: records to ask about, of places $first to $last, in order of place and key
-- params: $first, $last
select r.dist_county, r.key_hash, r.missing, {{columns}}
from {{record}} r
where r.{{area}} >= $first and r.{{area}} <= $last and {{which}}
order by r.{{area}}, {{keys}}
