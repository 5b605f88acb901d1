-- 有工资性收入，外出务工台账里这户却没有人；本县那张表还空着的不比
-- wages of a household of which nobody stands in the register of workers; not judged where that register of the county is still empty
-- reads incoming, worker / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join (
  select dist_county, count(*) as known from worker group by dist_county
) county on county.dist_county = i.dist_county
left join worker o on o.dist_county = i.dist_county and o.household_id = i.household_id
where i.household_id is not null and o.household_id is null
  and i.wage_yuan > 0 and i.situation is null
  and coalesce(county.known, 0) >= $worker_known_min
