-- reads patch_<register> / part of incoming_<register>: the candidate rows of counties that hold no
-- record: the patch as it stands
select c.*,
       {{missing}} as missing,
       {{explained}} as explained,
       {{verified}} as verified
from (
  select p.parcel, p.sheet, p.row_no, p.dist_county, p.key_hash,
         (p.touched | p.erased) as touched,
         true as is_new,
         {{elsewhere}} as elsewhere,
         cast(0 as bigint) as old_missing,
         cast(0 as bigint) as old_explained,
         cast(0 as bigint) as old_verified,
         {{old_areas}}
         {{changed}} as changed,
         {{columns}}
  from {{patch}} p
  {{elsewhere_join}}
  where p.wave = {{wave}}
) c
