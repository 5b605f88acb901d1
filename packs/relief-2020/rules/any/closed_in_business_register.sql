-- 登记为在产，工商名单却已注销或吊销；或本行既写在产又写退出日期
-- reads incoming, list_business / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.status = '1' and i.closed_on <= $day
union all
select i.parcel, i.row_no
from incoming i
join list_business l on l.dist_county = i.dist_county and l.uscc = i.uscc
where i.status = '1' and l.business_state in ('2', '3') and i.situation is null
