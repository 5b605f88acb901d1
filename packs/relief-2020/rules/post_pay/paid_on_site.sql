-- 公益岗报酬与工地实名制工资同一个月都有
-- reads incoming, list_payroll / gives parcel, row_no, other_area
select i.parcel, i.row_no, min(l.list_area) as other_area
from incoming i
join list_payroll l on l.citizen_id = i.citizen_id and l.pay_month = i.pay_month
where i.pay_yuan > 0 and l.pay_yuan > 0 and (i.pay_kind is null or i.pay_kind = '1')
  and i.situation is null
group by i.parcel, i.row_no
