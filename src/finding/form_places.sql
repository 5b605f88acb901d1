-- reads: record_<register>, finding
-- gives: places with records to ask about: how many, and which expected cells are empty
select r.{{area}} as area, count(*) as n, bit_or(r.missing) as missing
from {{record}} r
where {{which}}
group by r.{{area}}
order by r.{{area}}
