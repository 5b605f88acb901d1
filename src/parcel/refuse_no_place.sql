-- reads: patch_<register>, waiting_parcel
-- writes: intake_failure: rows whose place nobody knows
-- params: $register, $area_column
insert into intake_failure (register, parcel, sheet, row_no, column_name, rule, grade, dist_county,
  area, key_hash, show_id, shown, params, other_area)
select $register, p.parcel, p.sheet, p.row_no, $area_column, '_no_place', 'reject',
  case when length(w.area) >= 6 then left(w.area, 6) else '' end,
  w.area, p.key_hash, {{show_id}}, null, null, null
from {{patch}} p
join waiting_parcel w on w.parcel = p.parcel
where p.dist_county = ''
