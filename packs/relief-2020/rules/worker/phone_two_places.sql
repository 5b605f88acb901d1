-- 同一户两人同一电话，却在不同的地方务工
-- 先找出可能共用的电话，再比较地方 / telephones that may be shared are found first, then places compared
-- reads incoming, worker / gives parcel, row_no
with shared as (
  select phone from incoming
  where phone is not null and household_id is not null
  group by phone
  having count(*) > 1
  union
  select i.phone
  from incoming i
  join worker w on w.phone = i.phone and w.household_id = i.household_id
  where w.person_id <> i.person_id and (i.work_area is null or i.work_area <> w.work_area)
)
select i.parcel, i.row_no
from incoming i
join (
  select household_id, phone
  from (
    select household_id, phone, work_area from incoming where phone in (select phone from shared)
    union all
    select w.household_id, w.phone, w.work_area from worker w
    where w.phone in (select phone from shared)  -- what a row replaces is not another person's
      and not exists (select 1 from incoming i where i.person_id = w.person_id)
  ) seen
  where household_id is not null and work_area is not null
  group by household_id, phone
  having min(work_area) <> max(work_area)
) two on two.household_id = i.household_id and two.phone = i.phone
