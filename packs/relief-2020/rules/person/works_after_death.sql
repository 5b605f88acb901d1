-- 去世之后还在务工：本行的务工月数，或外出务工台账里去世后的外出时间
-- work after death: months in the row itself, or a month of leaving after it in the register of workers
-- reads incoming, worker / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
where i.gone_reason = '1' and i.work_months > extract(month from i.changed_on)
union all
select i.parcel, i.row_no
from incoming i
join worker w on w.dist_county = i.dist_county and w.person_id = i.person_id
where i.gone_reason = '1' and w.out_month > i.changed_on
