-- 电站表里这个村没有电站，却有收益分配计划
-- reads incoming, pv_station / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join (
  select distinct dist_county, owner_area from pv_station
) s on s.dist_county = i.dist_county and s.owner_area = i.owner_area
where i.expected_yuan > 0 and s.owner_area is null and i.situation is null
