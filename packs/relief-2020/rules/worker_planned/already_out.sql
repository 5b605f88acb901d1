-- 已经外出的还列在计划里：本行填了实际外出时间而仍计划务工，或外出务工台账里有这个人
-- already away and still planned: by the row itself, or by the register of workers
-- reads incoming, worker / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.wants_to_go = true and i.went_month < i.plan_month
union all
select i.parcel, i.row_no
from incoming i
join worker w on w.dist_county = i.dist_county and w.person_id = i.person_id
where i.wants_to_go = true and i.went_month is null and w.out_month is not null and w.back_month is null
