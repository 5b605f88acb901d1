-- gives what was found in one parcel
select count(*) filter (where grade = 'reject') as rejects,
       count(*) filter (where grade = 'question') as questions,
       count(*) filter (where grade = 'note') as notes
from finding
where parcel = $parcel and {{allowed}}
