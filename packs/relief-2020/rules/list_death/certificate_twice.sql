-- 同一火化证号登记在两个人名下
-- reads incoming, list_death / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select certificate_no
  from (
    select certificate_no, citizen_id from incoming where certificate_no is not null
    union all
    select l.certificate_no, l.citizen_id from list_death l
    join (select distinct certificate_no from incoming) asked
      on asked.certificate_no = l.certificate_no
    where not exists (select 1 from incoming again where again.citizen_id = l.citizen_id)
  ) seen
  group by certificate_no
  having min(citizen_id) <> max(citizen_id)
) two on two.certificate_no = i.certificate_no
