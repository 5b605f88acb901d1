-- gives what was found in one parcel when it was taken
select count(*) filter (where grade = 'reject') as rejects,
       count(*) filter (where grade = 'question') as questions,
       count(*) filter (where grade = 'note') as notes
from finding
where parcel = $parcel and {{allowed}}
  and round_from = coalesce((select min(p.round_from) from parcel p where p.parcel = $parcel),
    round_from)
