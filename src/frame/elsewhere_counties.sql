-- reads record_<register>, incoming_<register> / gives other counties where a new key may live
-- already (by its hash)
select distinct l.dist_county
from {{record}} l
join {{incoming}} i on i.key_hash = l.key_hash
where i.is_new and l.dist_county <> i.dist_county
