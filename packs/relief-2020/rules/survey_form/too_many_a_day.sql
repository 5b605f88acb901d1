-- 一名调查员一天入户的表超过上限
-- one surveyor with more visits in a day than the bound
-- reads incoming / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select parcel, surveyor, visited_on
  from incoming
  where surveyor is not null and visited_on is not null
  group by parcel, surveyor, visited_on
  having count(*) > $survey_forms_a_day_max
) many on many.parcel = i.parcel and many.surveyor = i.surveyor and many.visited_on = i.visited_on
