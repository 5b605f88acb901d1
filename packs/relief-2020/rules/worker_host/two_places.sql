-- 同一人两地都说在岗：另一个输入县，或户籍地台账里的另一个务工县
-- one person at work in two places: two host counties, or another county in the home's register
-- reads incoming, worker_host, worker / gives parcel, row_no, other_area
with here as (
  select parcel, row_no, citizen_id, work_area
  from incoming
  where state = '1'
),
elsewhere as (
  select h.parcel, h.row_no, o.work_area
  from here h
  join here o on o.citizen_id = h.citizen_id and o.work_area <> h.work_area
  union all
  select h.parcel, h.row_no, o.work_area
  from here h
  join worker_host o on o.citizen_id = h.citizen_id and o.work_area <> h.work_area
  where o.state = '1'
    and not exists (  -- what a row of the batch replaces is told by the batch
      select 1 from incoming again
      where again.citizen_id = o.citizen_id and again.work_area = o.work_area
    )
  union all
  select h.parcel, h.row_no, w.work_area
  from here h
  join worker w on w.citizen_id = h.citizen_id and w.work_area <> h.work_area
  where w.back_month is null
)
select parcel, row_no, min(work_area) as other_area
from elsewhere
group by parcel, row_no
