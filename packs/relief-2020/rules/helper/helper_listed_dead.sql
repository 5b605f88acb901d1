-- 帮扶责任人已去世，还没有换人
-- reads incoming, list_death / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join list_death l on l.citizen_id = i.citizen_id
where i.ended_on is null and l.died_on <= $day and i.situation is null
