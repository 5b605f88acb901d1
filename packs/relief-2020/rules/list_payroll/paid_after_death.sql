-- 去世之后还有工资：离场一栏不论，殡葬名单中的死亡日期早于工资月份；或姓名栏自己写明已故
-- reads incoming, list_death / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.pay_yuan > 0 and i.situation in ('已故', '死亡', '去世', '已去世', '病故')
union all
select i.parcel, i.row_no
from incoming i
join list_death l on l.citizen_id = i.citizen_id
where i.pay_yuan > 0 and l.died_on < i.pay_month
