-- 有就业帮扶，这户却没有人务工；本县那张表还空着的不比
-- help with work, yet nobody of the household works; not judged where that register of the county is still empty
-- reads incoming, worker / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join (
  select dist_county, count(*) as known from worker group by dist_county
) county on county.dist_county = i.dist_county
left join worker o on o.dist_county = i.dist_county and o.household_id = i.household_id
where i.household_id is not null and o.household_id is null
  and i.measure_group = '02' and i.state = '3' and i.situation is null
  and coalesce(county.known, 0) >= $worker_known_min
