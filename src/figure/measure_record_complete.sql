-- reads: the frame's view of a register, and finding. gives: area, n, d.
-- A cell is met by a value or by a reason code: every missing one must be explained.
select {{area}} as area,
  count(*) filter (where (r.missing & r.explained) = r.missing {{and_not_broken}}) as n,
  count(*) as d
from {{register}} r {{join_broken}}
group by 1
