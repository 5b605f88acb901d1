-- reads: patch_<register>
-- writes: intake_failure: the place of rows whose place was looked up
-- params: $register
update intake_failure
set dist_county = p.dist_county, area = p.dist_county
from {{patch}} p
where intake_failure.register = $register and intake_failure.dist_county = ''
  and p.parcel = intake_failure.parcel and p.sheet = intake_failure.sheet
  and p.row_no = intake_failure.row_no and p.dist_county <> ''
