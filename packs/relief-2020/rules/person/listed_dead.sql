-- 殡葬名单上已去世，人口表里还在册
-- reads incoming, list_death / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join list_death l on l.dist_county = i.dist_county and l.citizen_id = i.citizen_id
where i.gone_reason is null and l.died_on <= $day and i.situation is null
