-- 户表里没有这个户编号；本县那张表还空着的不比
-- a household number that the register of households lacks; not judged where that register of the county is still empty
-- reads incoming, household / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join (
  select dist_county, count(*) as known from household group by dist_county
) county on county.dist_county = i.dist_county
left join household o on o.dist_county = i.dist_county and o.household_id = i.household_id
where i.household_id is not null and o.household_id is null
  and coalesce(county.known, 0) >= $household_known_min
