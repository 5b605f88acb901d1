-- makes elsewhere_<register>: new keys that live in another county, the key compared in full
create temporary table {{elsewhere}} as
select i.dist_county, i.key_hash, {{keys}}, min(l.dist_county) as other_county
from {{record}} l
join {{incoming}} i on i.key_hash = l.key_hash and {{same_columns}}
where i.is_new and l.dist_county <> i.dist_county and {{counties}}
group by i.dist_county, i.key_hash, {{keys}}
