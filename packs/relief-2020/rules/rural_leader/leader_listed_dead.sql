-- 带头人已去世，还在册
-- reads incoming, list_death / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join list_death l on l.dist_county = i.dist_county and l.citizen_id = i.citizen_id
where i.status = '1' and l.died_on <= $day and i.situation is null
