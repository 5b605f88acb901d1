-- gives what was found in one parcel when it was taken: by one round, or those of a great file
select count(*) filter (where grade = 'reject') as rejects,
       count(*) filter (where grade = 'question') as questions,
       count(*) filter (where grade = 'note') as notes
from finding
where parcel = $parcel and {{allowed}}
  and round_from >= coalesce((select min(p.round_from) from parcel p where p.parcel = $parcel),
      round_from)
  and round_from <= coalesce((select max(p.round_last) from parcel p where p.parcel = $parcel),
      round_from)
