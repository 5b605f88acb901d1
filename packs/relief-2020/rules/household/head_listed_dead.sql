-- 户主在殡葬名单上，户表还没有换户主
-- reads incoming, list_death / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join list_death l on l.dist_county = i.dist_county and l.citizen_id = i.head_citizen_id
where i.gone_reason is null and l.died_on <= $day and i.situation is null
