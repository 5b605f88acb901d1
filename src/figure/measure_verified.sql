-- reads: the frame's view of a register. gives: area, n (records with every group verified), d.
select {{area}} as area,
  count(*) filter (
    where {{all_groups}} <> 0 and (r.verified & {{all_groups}}) = {{all_groups}}
  ) as n,
  count(*) as d
from {{register}} r
group by 1
