-- 带头人表里没有这个编号，或已经退出
-- reads incoming, rural_leader / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
left join rural_leader l on l.dist_county = i.dist_county and l.leader_no = i.leader_no
where i.leader_no is not null and i.status = '1' and i.situation is null
  and (l.leader_no is null or l.status = '2')
