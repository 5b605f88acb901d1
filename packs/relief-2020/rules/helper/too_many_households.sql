-- 一名责任人同时结对的户数超过上限（按证件号码，结束的不算）
-- one helper of more households at a time than the bound, by identity number; ended ones do not count
-- reads incoming, helper / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select citizen_id
  from (
    select citizen_id, household_id from incoming
    where citizen_id is not null and ended_on is null
    union all
    select h.citizen_id, h.household_id from helper h
    where h.ended_on is null and h.citizen_id in (select citizen_id from incoming)
      and not exists (
        select 1 from incoming again
        where again.household_id = h.household_id and again.helper_name = h.helper_name
      )
  ) seen
  group by citizen_id
  having count(distinct household_id) > $helper_households_max
) many on many.citizen_id = i.citizen_id
where i.ended_on is null
