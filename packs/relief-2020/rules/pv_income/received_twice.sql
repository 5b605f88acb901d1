-- 同一结算单号在同一村记了两笔
-- reads incoming, pv_income / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, owner_area, settle_no
  from (
    select dist_county, owner_area, settle_no from incoming where settle_no is not null
    union all
    select p.dist_county, p.owner_area, p.settle_no from pv_income p
    join (select distinct dist_county, settle_no from incoming) asked
      on asked.dist_county = p.dist_county and asked.settle_no = p.settle_no
    where not exists (
      select 1 from incoming again
      where again.station_id = p.station_id and again.owner_area = p.owner_area
        and again.generation_month = p.generation_month
        and again.income_kind = p.income_kind and again.received_on = p.received_on)
  ) seen
  group by dist_county, owner_area, settle_no
  having count(*) > 1
) twice on twice.dist_county = i.dist_county and twice.owner_area = i.owner_area
  and twice.settle_no = i.settle_no
