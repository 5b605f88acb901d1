-- 同一证件号码登记在两个人编号下：本批之内，或与已有记录
-- reads incoming, worker / gives parcel, row_no of the later one
select i.parcel, i.row_no
from incoming i
join (
  select citizen_id, min(person_id) as first_person
  from (
    select citizen_id, person_id from incoming where citizen_id is not null
    union all
    select w.citizen_id, w.person_id from worker w
    where w.citizen_id in (select citizen_id from incoming where citizen_id is not null)
  ) seen
  group by citizen_id
  having min(person_id) <> max(person_id)
) twice on twice.citizen_id = i.citizen_id
where i.person_id <> twice.first_person
