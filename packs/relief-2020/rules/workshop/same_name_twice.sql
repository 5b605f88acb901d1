-- 同一个村两个车间编号用同一名称
-- reads incoming, workshop / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, village_area, unit_name
  from (
    select dist_county, village_area, unit_name, workshop_no from incoming
    where unit_name is not null
    union all
    select w.dist_county, w.village_area, w.unit_name, w.workshop_no from workshop w
    join (select distinct dist_county, village_area, unit_name from incoming) asked
      on asked.dist_county = w.dist_county and asked.village_area = w.village_area
        and asked.unit_name = w.unit_name
    where not exists (select 1 from incoming again where again.workshop_no = w.workshop_no)
  ) seen
  group by dist_county, village_area, unit_name
  having min(workshop_no) <> max(workshop_no)
) two on two.dist_county = i.dist_county and two.village_area = i.village_area
  and two.unit_name = i.unit_name
