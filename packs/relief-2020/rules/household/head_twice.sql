-- 同一户主证件号码登记在两个户编号下：本批之内，或与已有记录
-- one head under two household numbers; values are counted first: few stand twice
-- reads incoming, household / gives parcel, row_no of the later one
select i.parcel, i.row_no
from (
  select head_citizen_id from incoming
  where head_citizen_id is not null
  group by head_citizen_id
  having count(*) > 1
) twice
join incoming i on i.head_citizen_id = twice.head_citizen_id
join incoming other on other.head_citizen_id = twice.head_citizen_id and other.household_id < i.household_id
union all
select i.parcel, i.row_no
from incoming i
join household w on w.head_citizen_id = i.head_citizen_id and w.household_id < i.household_id
where not exists (  -- what a row of the batch replaces holds no more
  select 1 from incoming again where again.household_id = w.household_id
)
