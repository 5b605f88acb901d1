-- 同一人同一月在两个工地领工资，出勤合计超过一个月
-- reads incoming, list_payroll / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select citizen_id, pay_month
  from (
    select citizen_id, pay_month, site_no, days_worked from incoming
    union all
    select l.citizen_id, l.pay_month, l.site_no, l.days_worked from list_payroll l
    join (select distinct citizen_id, pay_month from incoming) asked
      on asked.citizen_id = l.citizen_id and asked.pay_month = l.pay_month
    where not exists (
      select 1 from incoming again
      where again.citizen_id = l.citizen_id and again.site_no = l.site_no
        and again.pay_month = l.pay_month)
  ) seen
  group by citizen_id, pay_month
  having min(site_no) <> max(site_no) and sum(days_worked) > 31
) two on two.citizen_id = i.citizen_id and two.pay_month = i.pay_month
where i.list_area is not null
