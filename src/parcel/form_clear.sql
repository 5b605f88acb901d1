-- reads: form_clear
-- writes: patch_<register>: cells that are not taken
-- params: $column, $others (the bits of all columns but that one)
update {{patch}}
set {{column}} = null, touched = touched & $others, erased = erased & $others
from form_clear c
where c.column_no = $column and {{patch}}.parcel = c.parcel and {{patch}}.sheet = c.sheet
  and {{patch}}.row_no = c.row_no
