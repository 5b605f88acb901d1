-- reads finding / gives how many rows of a parcel were refused
select count(*) as rows_refused
from (
  select distinct sheet, row_no
  from finding
  where parcel = $parcel and grade = 'reject' and {{allowed}}
) refused_row
