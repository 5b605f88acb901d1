-- reads patch_<register>, record_<register> / makes candidate_<register>: the living record
-- overlaid by the patch
create temporary table {{candidate}} as
select c.*,
       {{missing}} as missing,
       {{explained}} as explained,
       {{verified}} as verified
from (
  select p.parcel, p.sheet, p.row_no, p.dist_county, p.key_hash,
         (p.touched | p.erased) as touched,
         (l.key_hash is null) as is_new,
         cast(null as varchar) as elsewhere,
         coalesce(l.missing, 0) as old_missing,
         coalesce(l.explained, 0) as old_explained,
         coalesce(l.verified, 0) as old_verified,
         {{old_areas}}
         {{changed}} as changed,
         {{columns}}
  from {{patch}} p
  left join {{living}} l on {{same_key}}
  where p.wave = {{wave}}
) c
