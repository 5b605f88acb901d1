-- 去世之后的月份还在发报酬：本行停发原因为死亡，或殡葬名单中的死亡日期早于所属月份
-- reads incoming, list_death / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.pay_yuan > 0 and i.stop_reason = '03'
union all
select i.parcel, i.row_no
from incoming i
join list_death l on l.dist_county = i.dist_county and l.citizen_id = i.citizen_id
where i.pay_yuan > 0 and l.died_on < i.pay_month and i.situation is null
