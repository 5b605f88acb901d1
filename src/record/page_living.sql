-- gives: living records with their masks
select l.dist_county, l.key_hash, l.missing, l.explained, l.verified, {{columns}}
from {{record}} l
where {{which}}
