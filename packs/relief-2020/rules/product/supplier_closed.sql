-- 供应商已注销或吊销，产品还在目录；或退出日期已过
-- reads incoming, list_business / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.status in ('2', '3', '4') and i.closed_on <= $day
union all
select i.parcel, i.row_no
from incoming i
join list_business l on l.dist_county = i.dist_county and l.uscc = i.uscc
where i.status in ('2', '3', '4') and l.business_state in ('2', '3')
  and i.situation is null
