-- reads record_<register> / gives a row if any record lives in the counties
select l.dist_county
from {{record}} l
where {{counties}}
limit 1
