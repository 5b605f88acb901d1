-- 同一证件号码登记在两个人编号下
-- reads incoming, post / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select citizen_id
  from (
    select citizen_id, person_id from incoming where citizen_id is not null
    union all
    select p.citizen_id, p.person_id from post p
    join (select distinct citizen_id from incoming) asked on asked.citizen_id = p.citizen_id
    where not exists (select 1 from incoming again where again.post_id = p.post_id)
  ) seen
  where person_id is not null
  group by citizen_id
  having min(person_id) <> max(person_id)
) two on two.citizen_id = i.citizen_id
