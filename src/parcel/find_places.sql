-- reads: patch_<register>, waiting_parcel, record_<register>
-- writes: patch_<register>: the county of rows that do not say it, where a living record does
-- params: $lowest, $highest: bounds of the senders' counties, so that blocks prune
update {{patch}}
set dist_county = found.dist_county
from (
  select p.parcel, p.sheet, p.row_no, min(r.dist_county) as dist_county
  from {{patch}} p
  join waiting_parcel w on w.parcel = p.parcel
  join {{record}} r on r.key_hash = p.key_hash
  where p.dist_county = ''
    and r.dist_county >= $lowest and r.dist_county < $highest
    and r.{{area}} >= w.area and r.{{area}} < w.area_end
  group by p.parcel, p.sheet, p.row_no
) found
where {{patch}}.dist_county = '' and {{patch}}.parcel = found.parcel
  and {{patch}}.sheet = found.sheet and {{patch}}.row_no = found.row_no
