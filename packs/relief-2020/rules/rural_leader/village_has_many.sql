-- 一个村在册的带头人多于5名
-- reads incoming, rural_leader / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, village_area
  from (
    select dist_county, village_area, leader_no from incoming where status = '1'
    union all
    select l.dist_county, l.village_area, l.leader_no from rural_leader l
    join (select distinct dist_county, village_area from incoming) asked
      on asked.dist_county = l.dist_county and asked.village_area = l.village_area
    where l.status = '1'
      and not exists (select 1 from incoming again where again.leader_no = l.leader_no)
  ) seen
  group by dist_county, village_area
  having count(*) > $leader_per_village_max
) many on many.dist_county = i.dist_county and many.village_area = i.village_area
where i.status = '1'
