-- reads: intake_failure
-- writes: patch_<register>: rows of forms that were refused leave it
-- params: $register
delete from {{patch}}
where (parcel, sheet, row_no) in (
  select i.parcel, i.sheet, i.row_no from intake_failure i
  where i.register = $register and i.rule in ('_form_gone', '_form_who', '_form_other')
)
