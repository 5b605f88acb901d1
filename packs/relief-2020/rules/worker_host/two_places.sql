-- 同一人两地都说在岗：另一个输入县，或户籍地台账里的另一个务工县
-- one person at work in two places: two host counties, or another county in the home's register
-- reads incoming, worker_host, worker / gives parcel, row_no, other_area
with here as (
  select parcel, row_no, citizen_id, work_area
  from incoming
  where state = '1'
)
select h.parcel, h.row_no, min(elsewhere.work_area) as other_area
from here h
join (
  select citizen_id, work_area from here
  union all
  select w.citizen_id, w.work_area
  from worker_host w
  where w.state = '1'
    and not exists (
      select 1 from incoming again
      where again.citizen_id = w.citizen_id and again.work_area = w.work_area
    )
  union all
  select citizen_id, work_area
  from worker
  where work_area is not null and back_month is null
) elsewhere on elsewhere.citizen_id = h.citizen_id and elsewhere.work_area <> h.work_area
group by h.parcel, h.row_no
