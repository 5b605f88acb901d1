-- 同一文件内同一电话的人数超过上限
-- reads incoming / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select parcel, phone, count(*) as people
  from incoming
  where phone is not null
  group by parcel, phone
) many on many.parcel = i.parcel and many.phone = i.phone
where many.people > $phone_people_max
