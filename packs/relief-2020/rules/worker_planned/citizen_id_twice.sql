-- 同一证件号码登记在两个人编号下：本批之内，或与已有记录
-- one identity number under two person numbers; values are counted first: few stand twice
-- reads incoming, worker_planned / gives parcel, row_no of the later one
select i.parcel, i.row_no
from (
  select citizen_id from incoming
  where citizen_id is not null
  group by citizen_id
  having count(*) > 1
) twice
join incoming i on i.citizen_id = twice.citizen_id
join incoming other on other.citizen_id = twice.citizen_id and other.person_id < i.person_id
union all
select i.parcel, i.row_no
from incoming i
join worker_planned w on w.citizen_id = i.citizen_id and w.person_id < i.person_id
where not exists (  -- what a row of the batch replaces holds no more
  select 1 from incoming again where again.person_id = w.person_id
)
