-- reads: form_row, form_found, waiting_parcel
-- writes: intake_failure: rows that mean no record, several, or two different ones
-- params: $register
insert into intake_failure (register, parcel, sheet, row_no, column_name, rule, grade, dist_county,
  area, key_hash, show_id, shown, params, other_area)
select $register, f.parcel, f.sheet, f.row_no, null,
  case when x.parcel is null and f.key_hash <> 0 then '_form_gone'
       when x.parcel is null or x.n <> 1 then '_form_who'
       else '_form_other' end,
  'reject', case when length(w.area) >= 6 then left(w.area, 6) else f.dist_county end,
  w.area, null, case when f.show_id = '' then null else f.show_id end, null,
  cast(coalesce(x.n, 0) as varchar), null
from form_row f
join waiting_parcel w on w.parcel = f.parcel
left join form_found x on x.parcel = f.parcel and x.sheet = f.sheet and x.row_no = f.row_no
where x.parcel is null or x.n <> 1
  or (f.key_hash <> 0 and f.show_id <> '' and x.show_id <> f.show_id)
