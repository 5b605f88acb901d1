-- 去世之后还在缴费：本行状态为死亡终止又有缴费，或殡葬名单中的死亡日期早于所属期
-- reads incoming, list_death / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.insured_state = '3' and i.personal_yuan > 0
union all
select i.parcel, i.row_no
from incoming i
join list_death l on l.dist_county = i.dist_county and l.citizen_id = i.citizen_id
where i.insured_state = '1' and l.died_on < i.pay_month and i.situation is null
