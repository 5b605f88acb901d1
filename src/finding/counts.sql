-- reads finding, finding_past, parcel / gives what was found in parcels when they were taken,
-- each by one round or by those of a great file, and how many of their rows were refused
select f.parcel,
       count(*) filter (where f.grade = 'reject') as rejects,
       count(*) filter (where f.grade = 'question') as questions,
       count(*) filter (where f.grade = 'note') as notes,
       count(distinct case when f.grade = 'reject'
                           then cast(f.sheet as bigint) * 4294967296 + f.row_no end) as rows_refused
from (
  select parcel, sheet, row_no, grade, area, round_from
  from finding
  union all
  select parcel, sheet, row_no, grade, area, round_from
  from finding_past
  where round_to >= {{first_round}}
) f
left join parcel p on p.parcel = f.parcel
where {{which}} and {{allowed}}
  and f.round_from >= coalesce(p.round_from, f.round_from)
  and f.round_from <= coalesce(p.round_last, f.round_from)
group by f.parcel
