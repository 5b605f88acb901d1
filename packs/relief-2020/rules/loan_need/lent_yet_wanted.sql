-- 填未获贷，贷款台账里这户却有没结清的贷款
-- reads incoming, loan / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select distinct dist_county, household_id from loan where status in ('1', '2', '3')
) l on l.dist_county = i.dist_county and l.household_id = i.household_id
where i.is_lent = false and i.situation is null
