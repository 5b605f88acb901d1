-- 电站表里没有这个电站、这个村
-- reads incoming, pv_station / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join pv_station s
  on s.dist_county = i.dist_county and s.station_id = i.station_id
    and s.owner_area = i.owner_area
where s.station_id is null and i.amount_yuan is not null and i.situation is null
