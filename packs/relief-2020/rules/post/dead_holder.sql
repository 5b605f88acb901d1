-- 已去世的人仍登记在岗：本行退出原因为死亡，或殡葬名单中有此人
-- reads incoming, list_death / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.status = '1' and i.exit_reason = '06'
union all
select i.parcel, i.row_no
from incoming i
join list_death l on l.dist_county = i.dist_county and l.citizen_id = i.citizen_id
where i.status = '1' and l.died_on < $day and i.situation is null
