-- 一户有两个户主，或户表登记的户主是另一个人
-- two heads in one household, or a head other than the household's own row names
-- reads incoming, person, household / gives parcel, row_no
with head as (
  select parcel, row_no, dist_county, household_id, person_id, citizen_id
  from incoming
  where relation = '01' and gone_reason is null and household_id is not null
)
select h.parcel, h.row_no
from head h
join head other on other.household_id = h.household_id and other.person_id < h.person_id
union all
select h.parcel, h.row_no
from head h
join person p on p.household_id = h.household_id and p.person_id <> h.person_id
where p.relation = '01' and p.gone_reason is null
  and not exists (  -- what a row of the batch replaces is no head any more
    select 1 from incoming again where again.person_id = p.person_id
  )
union all
select h.parcel, h.row_no
from head h
join household k on k.household_id = h.household_id and k.head_citizen_id <> h.citizen_id
