-- 户表里没有这个户编号，且属于帮扶范围；本县户表还空着的不比
-- a helped household that the register of households lacks; not judged where that is still empty
-- reads incoming, household / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join (
  select dist_county, count(*) as known from household group by dist_county
) county on county.dist_county = i.dist_county
left join household o on o.dist_county = i.dist_county and o.household_id = i.household_id
where i.household_id is not null and i.home_area is not null and o.household_id is null
  and (i.helped_kind is null or i.helped_kind in ('01', '02', '03')) and i.situation is null
  and coalesce(county.known, 0) >= $household_known_min
