-- 同一人同一月在两个单位参加职工养老保险
-- reads incoming, list_insurance / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, citizen_id, pay_month
  from (
    select dist_county, citizen_id, pay_month, unit_name from incoming
    where insured_kind = '01'
    union all
    select l.dist_county, l.citizen_id, l.pay_month, l.unit_name from list_insurance l
    join (select distinct dist_county, citizen_id, pay_month from incoming) asked
      on asked.dist_county = l.dist_county and asked.citizen_id = l.citizen_id
        and asked.pay_month = l.pay_month
    where l.insured_kind = '01' and not exists (
      select 1 from incoming again
      where again.citizen_id = l.citizen_id and again.insured_kind = l.insured_kind
        and again.pay_month = l.pay_month and again.unit_name = l.unit_name)
  ) seen
  group by dist_county, citizen_id, pay_month
  having min(unit_name) <> max(unit_name)
) two on two.dist_county = i.dist_county and two.citizen_id = i.citizen_id
  and two.pay_month = i.pay_month
where i.insured_kind = '01' and i.list_area is not null
