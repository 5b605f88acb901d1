-- 还款合计超过贷款金额：变动后余额为负，或历次还款之和大于合同金额
-- reads incoming, loan_event, loan / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.event_kind = '01' and i.balance_after_yuan < 0
union all
select i.parcel, i.row_no
from incoming i
join (
  select loan_no, sum(amount_yuan) as repaid
  from (
    select loan_no, amount_yuan from incoming where event_kind = '01'
    union all
    select e.loan_no, e.amount_yuan from loan_event e
    join (select distinct dist_county, loan_no from incoming where event_kind = '01') asked
      on asked.dist_county = e.dist_county and asked.loan_no = e.loan_no
    where e.event_kind = '01' and not exists (
      select 1 from incoming again
      where again.loan_no = e.loan_no and again.event_kind = e.event_kind
        and again.event_on = e.event_on)
  ) seen
  group by loan_no
) total on total.loan_no = i.loan_no
join loan l on l.dist_county = i.dist_county and l.loan_no = i.loan_no
where i.event_kind = '01' and total.repaid > l.amount_yuan
