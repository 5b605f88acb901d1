-- 一户两个借款人各有未结清的贷款
-- reads incoming, loan / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, household_id
  from (
    select dist_county, household_id, citizen_id from incoming
    where household_id is not null and citizen_id is not null and status in ('1', '2', '3')
    union all
    select l.dist_county, l.household_id, l.citizen_id from loan l
    join (select distinct dist_county, household_id from incoming) asked
      on asked.dist_county = l.dist_county and asked.household_id = l.household_id
    where l.citizen_id is not null and l.status in ('1', '2', '3')
      and not exists (select 1 from incoming again where again.loan_no = l.loan_no)
  ) seen
  group by dist_county, household_id
  having min(citizen_id) <> max(citizen_id)
) two on two.dist_county = i.dist_county and two.household_id = i.household_id
where i.status in ('1', '2', '3')
