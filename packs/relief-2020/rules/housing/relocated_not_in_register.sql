-- 住房靠搬迁保障，搬迁户台账里却没有；本县那张表还空着的不比
-- housing made safe by relocation, yet no row of it; not judged where that register of the county is still empty
-- reads incoming, relocation_household / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join (
  select dist_county, count(*) as known from relocation_household group by dist_county
) county on county.dist_county = i.dist_county
left join relocation_household o on o.dist_county = i.dist_county and o.household_id = i.household_id
where i.household_id is not null and o.household_id is null
  and i.safe_way = '3'
  and coalesce(county.known, 0) >= $relocation_known_min
