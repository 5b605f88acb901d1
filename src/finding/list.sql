-- reads finding, parcel_column, parcel / gives open findings in the order of their files.
-- The page first, then the columns of its parcels: the cost is that of the page.
with page as (
{{page}}
)
select f.finding, f.register, f.rule, f.grade, f.column_name, f.dist_county, f.area,
       f.key_hash, f.show_id, f.parcel, f.sheet, f.row_no, f.shown, f.params, f.other_area,
       f.round_from, f.round_to,
       c.column_no, p.area as sender
from page f
left join parcel p on p.parcel = f.parcel
left join (
  select k.parcel, k.sheet, k.column_name, min(k.column_no) as column_no
  from parcel_column k
  where k.column_name is not null and k.parcel in (select q.parcel from page q)
  group by k.parcel, k.sheet, k.column_name
) c on c.parcel = f.parcel and c.sheet = f.sheet and c.column_name = f.column_name
order by f.parcel, f.sheet, f.row_no, f.finding
