-- 同一天、同一去向、同一企业、人数相同，报成了两批
-- one trip sent as two batches: same day, same places, same employer, same number of people
-- reads incoming, labour_batch / gives parcel, row_no of the later one
select i.parcel, i.row_no
from incoming i
join incoming o on o.home_area = i.home_area and o.depart_on = i.depart_on
 and o.host_area = i.host_area and o.employer = i.employer and o.people = i.people
where o.batch_no < i.batch_no
union all
select i.parcel, i.row_no
from incoming i
join labour_batch o on o.home_area = i.home_area and o.depart_on = i.depart_on
 and o.host_area = i.host_area and o.employer = i.employer and o.people = i.people
where o.batch_no < i.batch_no
  and not exists (select 1 from incoming again where again.batch_no = o.batch_no)
