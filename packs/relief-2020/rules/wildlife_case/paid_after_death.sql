-- 补偿款在本人去世之后才付
-- reads incoming, list_death / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join list_death l on l.dist_county = i.dist_county and l.citizen_id = i.citizen_id
where i.paid_yuan > 0 and i.paid_on > l.died_on and i.situation is null
