-- 同一合同续贷、展期的次数超过规定
-- reads incoming, loan_event / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select loan_no
  from (
    select loan_no from incoming where event_kind in ('02', '03')
    union all
    select e.loan_no from loan_event e
    join (select distinct dist_county, loan_no from incoming where event_kind in ('02', '03')) asked
      on asked.dist_county = e.dist_county and asked.loan_no = e.loan_no
    where e.event_kind in ('02', '03') and not exists (
      select 1 from incoming again
      where again.loan_no = e.loan_no and again.event_kind = e.event_kind
        and again.event_on = e.event_on)
  ) seen
  group by loan_no
  having count(*) > $loan_extend_times_max
) many on many.loan_no = i.loan_no
where i.event_kind in ('02', '03')
