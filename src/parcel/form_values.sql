-- reads: form_changed, form_found, patch_<register>, record_<register>, record_<register>_past
-- gives: what the form gives for a cell that others have changed, what stands there now, and what
-- stood there when the form was written
-- params: $column
select c.parcel, c.sheet, c.row_no, c.by_parcel, x.dist_county, x.key_hash, x.area, x.show_id,
  cast(p.{{column}} as varchar) as given, cast(r.{{column}} as varchar) as now,
  cast(o.value as varchar) as issued, o.round_from
from form_changed c
join form_found x on x.parcel = c.parcel and x.sheet = c.sheet and x.row_no = c.row_no
join {{patch}} p on p.parcel = c.parcel and p.sheet = c.sheet and p.row_no = c.row_no
join {{record}} r on r.dist_county = x.dist_county and r.key_hash = x.key_hash
left join (
  select dist_county, key_hash, round_from, cast(null as bigint) as round_to, {{column}} as value
  from {{record}}
  union all
  select dist_county, key_hash, round_from, round_to, {{column}} as value from {{past}}
) o on o.dist_county = x.dist_county and o.key_hash = x.key_hash and o.round_from <= x.round
  and (o.round_to is null or o.round_to > x.round)
where c.column_no = $column and p.{{column}} is distinct from r.{{column}}
order by c.parcel, c.sheet, c.row_no
