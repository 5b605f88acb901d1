-- reads area / makes param_at(dist_county, each param of the pack by its name)
create temporary view param_at as
select area as dist_county {{params}}
from (select distinct area, area as dist_county from area where level = 'county') counties
