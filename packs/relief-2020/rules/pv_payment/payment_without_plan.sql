-- 这个村这一年没有分配计划，或计划还没有县级备案
-- reads incoming, pv_plan / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join pv_plan p
  on p.dist_county = i.dist_county and p.owner_area = i.owner_area
    and p.plan_year = i.income_year
where i.amount_yuan > 0 and i.income_year is not null and p.filed_on is null
  and i.situation is null
