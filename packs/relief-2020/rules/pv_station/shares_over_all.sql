-- 一个电站各村份额合计超过100%
-- reads incoming, pv_station / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, station_id
  from (
    select dist_county, station_id, share_pct from incoming
    union all
    select s.dist_county, s.station_id, s.share_pct from pv_station s
    join (select distinct dist_county, station_id from incoming) asked
      on asked.dist_county = s.dist_county and asked.station_id = s.station_id
    where not exists (
      select 1 from incoming again
      where again.station_id = s.station_id and again.owner_area = s.owner_area)
  ) seen
  group by dist_county, station_id
  having sum(share_pct) > 100.01
) over_all on over_all.dist_county = i.dist_county and over_all.station_id = i.station_id
where i.share_pct is not null
