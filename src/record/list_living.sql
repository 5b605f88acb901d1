select l.dist_county, {{columns}}
from {{record}} l
where {{which}}
