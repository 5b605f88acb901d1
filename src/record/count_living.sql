-- gives how many records of a place live
select count(*) as n
from {{record}} l
where {{which}}
