-- reads finding, parcel_column, parcel, explanation, round / gives open findings in the order of
-- their files, each with the last explanation of what it says.
-- The page first, then the columns of its parcels: the cost is that of the page.
with page as (
{{page}}
)
select f.finding, f.register, f.rule, f.grade, f.column_name, f.dist_county, f.area,
       f.key_hash, f.show_id, f.parcel, f.sheet, f.row_no, f.shown, f.params, f.other_area,
       f.round_from, f.round_to,
       c.column_no, p.area as sender,
       e.explanation, e.state as explained_state, e.reason, e.evidence, e.by_whom, e.until_day,
       e.actor as explained_actor, e.from_area, e.day as explained_day, e.decided_by, e.note,
       e.until_day < coalesce((select max(r.day) from round r), e.until_day) as passed
from page f
left join parcel p on p.parcel = f.parcel
left join (
  select k.parcel, k.sheet, k.column_name, min(k.column_no) as column_no
  from parcel_column k
  where k.column_name is not null and k.parcel in (select q.parcel from page q)
  group by k.parcel, k.sheet, k.column_name
) c on c.parcel = f.parcel and c.sheet = f.sheet and c.column_name = f.column_name
left join (
  select w.finding, max(w.explanation) as explanation
  from explanation w
  where w.finding in (select q.finding from page q)
  group by w.finding
) m on m.finding = f.finding
left join explanation e on e.explanation = m.explanation
  and e.shown is not distinct from f.shown and e.params is not distinct from f.params
order by f.parcel, f.sheet, f.row_no, f.finding
