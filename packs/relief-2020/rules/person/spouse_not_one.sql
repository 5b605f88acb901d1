-- 一户有两个配偶，或配偶与户主同一性别
-- two spouses in one household, or head and spouse of the same sex
-- reads incoming, person / gives parcel, row_no
with spouse as (
  select parcel, row_no, household_id, person_id, sex
  from incoming
  where relation = '02' and gone_reason is null and household_id is not null
),
near as (
  select person_id, household_id, relation, sex from incoming
  where relation in ('01', '02') and gone_reason is null
  union all
  select p.person_id, p.household_id, p.relation, p.sex
  from person p
  where p.relation in ('01', '02') and p.gone_reason is null
    and p.household_id in (select household_id from spouse)
    and not exists (select 1 from incoming again where again.person_id = p.person_id)
)
select s.parcel, s.row_no
from spouse s
join near n on n.household_id = s.household_id and n.person_id <> s.person_id
where n.relation = '02' or n.sex = s.sex
