-- 村级电站登记在两个村：应为联村电站，或其中一行村填错
-- reads incoming, pv_station / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, station_id
  from (
    select dist_county, station_id, owner_area from incoming where kind = '1'
    union all
    select s.dist_county, s.station_id, s.owner_area from pv_station s
    join (select distinct dist_county, station_id from incoming where kind = '1') asked
      on asked.dist_county = s.dist_county and asked.station_id = s.station_id
    where s.kind = '1' and not exists (
      select 1 from incoming again
      where again.station_id = s.station_id and again.owner_area = s.owner_area)
  ) seen
  group by dist_county, station_id
  having min(owner_area) <> max(owner_area)
) two on two.dist_county = i.dist_county and two.station_id = i.station_id
where i.kind = '1'
