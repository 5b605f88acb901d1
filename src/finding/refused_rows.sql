-- reads finding / gives how many rows of a parcel were refused
select count(*) as rows_refused
from (
  select distinct sheet, row_no
  from finding
  where parcel = $parcel and grade = 'reject' and {{allowed}}
    and round_from >= coalesce((select min(p.round_from) from parcel p where p.parcel = $parcel),
      round_from)
    and round_from <= coalesce((select max(p.round_last) from parcel p where p.parcel = $parcel),
      round_from)
) refused_row
