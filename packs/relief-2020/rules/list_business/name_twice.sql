-- 同一县两个信用代码用同一名称
-- reads incoming, list_business / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, unit_name
  from (
    select dist_county, unit_name, uscc from incoming where business_state = '1'
    union all
    select l.dist_county, l.unit_name, l.uscc from list_business l
    join (select distinct dist_county, unit_name from incoming) asked
      on asked.dist_county = l.dist_county and asked.unit_name = l.unit_name
    where l.business_state = '1'
      and not exists (select 1 from incoming again where again.uscc = l.uscc)
  ) seen
  where unit_name is not null
  group by dist_county, unit_name
  having min(uscc) <> max(uscc)
) two on two.dist_county = i.dist_county and two.unit_name = i.unit_name
where i.business_state = '1'
