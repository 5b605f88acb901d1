-- reads record_<register> / gives the counties of a range that hold a record
select distinct l.dist_county
from {{record}} l
where {{counties}}
