-- 同一户两人同一电话，却在不同的地方务工
-- reads incoming, worker / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select household_id, phone
  from (
    select household_id, phone, work_area from incoming
    where phone is not null and household_id is not null and work_area is not null
    union all
    select w.household_id, w.phone, w.work_area from worker w
    where w.household_id is not null and w.work_area is not null
      and w.phone in (select phone from incoming where phone is not null)
  ) seen
  group by household_id, phone
  having min(work_area) <> max(work_area)
) two on two.household_id = i.household_id and two.phone = i.phone
