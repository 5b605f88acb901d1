-- 同一信用代码登记了两个主体编号
-- reads incoming, leader_entity / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, uscc
  from (
    select dist_county, uscc, entity_no from incoming where uscc is not null
    union all
    select l.dist_county, l.uscc, l.entity_no from leader_entity l
    join (select distinct dist_county, uscc from incoming) asked
      on asked.dist_county = l.dist_county and asked.uscc = l.uscc
    where not exists (select 1 from incoming again where again.entity_no = l.entity_no)
  ) seen
  group by dist_county, uscc
  having min(entity_no) <> max(entity_no)
) two on two.dist_county = i.dist_county and two.uscc = i.uscc
