-- gives: records with their masks as they stood on a day
select l.dist_county, l.key_hash, l.missing, l.explained, l.verified, {{columns}}
from {{record}} l
where {{which}} and l.day_from <= {{day}}
union all
select l.dist_county, l.key_hash, l.missing, l.explained, l.verified, {{columns}}
from {{past}} l
where {{which}} and l.day_from <= {{day}} and l.day_to > {{day}}
