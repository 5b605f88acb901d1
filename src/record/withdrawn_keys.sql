-- makes the keys that a withdrawn parcel set, or ended without anyone having begun them again
create temporary table withdrawn_key as
select k.dist_county, k.key_hash, {{k_keys}}, max(k.sheet) as sheet, max(k.row_no) as row_no
from (
  select l.dist_county, l.key_hash, {{l_keys}}, l.sheet, l.row_no
  from {{record}} l where l.parcel = {{parcel}} and {{counties}}
  union all
  select l.dist_county, l.key_hash, {{l_keys}}, l.sheet, l.row_no
  from {{past}} l where (l.parcel = {{parcel}} or l.ended_by = {{parcel}}) and {{counties}}
) k
group by k.dist_county, k.key_hash, {{k_keys}}
