-- reads: form_found, patch_<register>
-- writes: intake_failure: whose row it is, of what was said of rows of forms
-- params: $register
update intake_failure
set dist_county = x.dist_county, area = x.area, key_hash = x.key_hash, show_id = x.show_id
from form_found x
join {{patch}} p on p.parcel = x.parcel and p.sheet = x.sheet and p.row_no = x.row_no
where intake_failure.register = $register and intake_failure.parcel = x.parcel
  and intake_failure.sheet = x.sheet and intake_failure.row_no = x.row_no
