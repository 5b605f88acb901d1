-- 无劳动能力的人在岗：本行因身体原因退出却仍在岗，或人口表为丧失劳动力、无劳动力
-- reads incoming, person / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.status = '1' and i.exit_reason = '08'
union all
select i.parcel, i.row_no
from incoming i
join person p on p.dist_county = i.dist_county and p.person_id = i.person_id
where i.status = '1' and p.labour in ('03', '04') and i.situation is null
