-- 在岗的人，人口表里没有；本县人口表还空着的不比，一般农户不比
-- reads incoming, person / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join (
  select dist_county, count(*) as known from person group by dist_county
) county on county.dist_county = i.dist_county
left join person p on p.dist_county = i.dist_county and p.person_id = i.person_id
where i.status = '1' and i.person_id is not null and p.person_id is null
  and (i.helped_kind is null or i.helped_kind in ('01', '02', '03')) and i.situation is null
  and coalesce(county.known, 0) >= $person_known_min
