select l.dist_county, l.key_hash, {{columns}}
from {{record}} l
where {{which}}
