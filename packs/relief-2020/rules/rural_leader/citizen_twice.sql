-- 同一个人登记了两个在册的带头人编号
-- reads incoming, rural_leader / gives parcel, row_no of the later one
select i.parcel, i.row_no
from incoming i
join incoming o on o.dist_county = i.dist_county and o.citizen_id = i.citizen_id
  and o.leader_no < i.leader_no
where i.status = '1' and o.status = '1'
union all
select i.parcel, i.row_no
from incoming i
join rural_leader l on l.dist_county = i.dist_county and l.citizen_id = i.citizen_id
  and l.leader_no < i.leader_no
where i.status = '1' and l.status = '1' and not exists (
  select 1 from incoming again where again.leader_no = l.leader_no)
