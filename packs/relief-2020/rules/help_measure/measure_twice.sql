-- 同一户同一措施同一天登记了两次
-- one measure of one household and day, entered twice
-- reads incoming, help_measure / gives parcel, row_no of the later one
select i.parcel, i.row_no
from incoming i
join incoming o on o.household_id = i.household_id and o.measure_name = i.measure_name
 and o.started_on = i.started_on
where o.measure_no < i.measure_no and (o.person_id is null or o.person_id = i.person_id)
union all
select i.parcel, i.row_no
from incoming i
join help_measure o on o.household_id = i.household_id and o.measure_name = i.measure_name
 and o.started_on = i.started_on
where o.measure_no < i.measure_no and (o.person_id is null or o.person_id = i.person_id)
  and not exists (select 1 from incoming again where again.measure_no = o.measure_no)
