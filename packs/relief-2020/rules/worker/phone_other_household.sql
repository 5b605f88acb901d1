-- 同一电话出现在不同户
-- 先找出可能共用的电话，再数户 / telephones that may be shared are found first, then households counted
-- reads incoming, worker / gives parcel, row_no
with shared as (
  select phone from incoming
  where phone is not null and household_id is not null
  group by phone
  having count(*) > 1
  union
  select i.phone
  from incoming i
  join worker w on w.phone = i.phone
  where w.person_id <> i.person_id and (i.household_id is null or i.household_id <> w.household_id)
)
select i.parcel, i.row_no
from incoming i
join (
  select phone
  from (
    select phone, household_id from incoming where phone in (select phone from shared)
    union all
    select w.phone, w.household_id from worker w
    where w.phone in (select phone from shared)  -- what a row replaces is not another person's
      and not exists (select 1 from incoming i where i.person_id = w.person_id)
  ) seen
  group by phone
  having count(distinct household_id) > $phone_households_max
) many on many.phone = i.phone
