-- 同一电话出现在不同户
-- reads incoming, worker / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select phone, count(distinct household_id) as households
  from (
    select phone, household_id from incoming where phone is not null and household_id is not null
    union all
    select w.phone, w.household_id from worker w
    where w.household_id is not null
      and w.phone in (select phone from incoming where phone is not null)
  ) seen
  group by phone
) many on many.phone = i.phone
where many.households > $phone_households_max
