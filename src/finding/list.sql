-- reads finding, parcel_column, parcel / gives open findings in the order of their files
select f.finding, f.register, f.rule, f.grade, f.column_name, f.dist_county, f.area, f.show_id,
  f.parcel,
       f.sheet, f.row_no, f.shown, f.params, f.other_area, f.round_from, f.round_to, c.column_no,
       p.area as sender
from finding f
left join parcel p on p.parcel = f.parcel
left join (
  select parcel, sheet, column_name, min(column_no) as column_no
  from parcel_column
  where column_name is not null
  group by parcel, sheet, column_name
) c on c.parcel = f.parcel and c.sheet = f.sheet and c.column_name = f.column_name
where {{allowed}} and {{asked}}
order by f.parcel, f.sheet, f.row_no, f.finding
limit {{limit}}
