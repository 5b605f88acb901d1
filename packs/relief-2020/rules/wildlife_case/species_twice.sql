-- 同一证件号码、同一物种登记了两条
-- reads incoming, wildlife_case / gives parcel, row_no
select i.parcel, i.row_no
from incoming i
join (
  select dist_county, citizen_id, species
  from (
    select dist_county, citizen_id, species, case_no from incoming
    where citizen_id is not null and species is not null
    union all
    select w.dist_county, w.citizen_id, w.species, w.case_no from wildlife_case w
    join (select distinct dist_county, citizen_id from incoming) asked
      on asked.dist_county = w.dist_county and asked.citizen_id = w.citizen_id
    where not exists (select 1 from incoming again where again.case_no = w.case_no)
  ) seen
  group by dist_county, citizen_id, species
  having min(case_no) <> max(case_no)
) two on two.dist_county = i.dist_county and two.citizen_id = i.citizen_id
  and two.species = i.species
