-- 在岗的人又在县外务工：本行写了稳定就业，或外出务工台账中在外县且没有返回
-- reads incoming, worker / gives parcel, row_no, other_area
select i.parcel, i.row_no, cast(null as varchar) as other_area
from incoming i
where i.status = '1' and i.exit_reason = '03'
union all
select i.parcel, i.row_no, w.work_area as other_area
from incoming i
join worker w on w.dist_county = i.dist_county and w.person_id = i.person_id
where i.status = '1' and i.situation is null and w.back_month is null
  and w.work_area is not null
  and w.work_area <> 'unknown' and w.work_area <> substr(i.post_area, 1, 6)
