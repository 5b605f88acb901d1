-- 同一银行卡号登记在两户：本批之内，或与已有记录
-- one account of two households; values are counted first: few stand twice
-- reads incoming, household / gives parcel, row_no of the later one
select i.parcel, i.row_no
from (
  select bank_account from incoming
  where bank_account is not null
  group by bank_account
  having count(*) > 1
) twice
join incoming i on i.bank_account = twice.bank_account
join incoming other on other.bank_account = twice.bank_account and other.household_id < i.household_id
union all
select i.parcel, i.row_no
from incoming i
join household w on w.bank_account = i.bank_account and w.household_id < i.household_id
where not exists (  -- what a row of the batch replaces holds no more
  select 1 from incoming again where again.household_id = w.household_id
)
