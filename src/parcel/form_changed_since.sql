-- reads: form_found, patch_<register>, record_<register>, record_<register>_past, parcel,
-- parcel_column
-- gives: versions since the form was written that changed cells it gives; is_form: by a form
-- params: $lowest, $highest (as in form_find), $heading: of a form's marks
select p.parcel, p.sheet, p.row_no, v.changed & (p.touched | p.erased) as bits,
  v.parcel as by_parcel, b.actor, h.parcel is not null as is_form
from form_found x
join {{patch}} p on p.parcel = x.parcel and p.sheet = x.sheet and p.row_no = x.row_no
join (
  select dist_county, key_hash, parcel, changed, round_from from {{record}}
  union all
  select dist_county, key_hash, parcel, changed, round_from from {{past}}
) v on v.key_hash = x.key_hash and v.dist_county = x.dist_county and v.round_from > x.round
left join parcel b on b.parcel = v.parcel
left join (select distinct parcel from parcel_column where heading = $heading) h
  on h.parcel = v.parcel
where x.round > 0 and (v.changed & (p.touched | p.erased)) <> 0
  and v.dist_county >= $lowest and v.dist_county < $highest
order by p.parcel, p.sheet, p.row_no, v.round_from
