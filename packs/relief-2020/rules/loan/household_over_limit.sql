-- 一户几笔未结清的扶贫小额信贷，余额合计超过每户上限（续贷转出的原合同已结清，不重复算）
-- reads incoming, loan / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, household_id
  from (
    select dist_county, household_id, loan_no, balance_yuan from incoming
    where household_id is not null and status in ('1', '2', '3')
    union all
    select l.dist_county, l.household_id, l.loan_no, l.balance_yuan from loan l
    join (select distinct dist_county, household_id from incoming) asked
      on asked.dist_county = l.dist_county and asked.household_id = l.household_id
    where l.status in ('1', '2', '3')
      and not exists (select 1 from incoming again where again.loan_no = l.loan_no)
  ) seen
  group by dist_county, household_id
  having count(*) > 1 and sum(balance_yuan) > $loan_yuan_max
) many on many.dist_county = i.dist_county and many.household_id = i.household_id
where i.status in ('1', '2', '3')
