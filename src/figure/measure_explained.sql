-- reads: the frame's view of a register. gives: area, n (records with a reason that counts), d.
select {{area}} as area, count(*) filter (where r.explained <> 0) as n, count(*) as d
from {{register}} r
group by 1
