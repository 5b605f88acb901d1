-- reads: form_row, waiting_parcel, record_<register>
-- writes: form_found: living records under the sender that rows not found yet mean
-- params: $lowest, $highest: bounds of the senders' counties, so that blocks prune
insert into form_found (parcel, sheet, row_no, dist_county, key_hash, area, show_id, n, round,
  given_id)
select f.parcel, f.sheet, f.row_no, min(r.dist_county), min(r.key_hash), min(r.{{area}}),
  min(cast(r.{{show_id}} as varchar)), count(*), max(f.round), max(f.show_id)
from form_row f
join waiting_parcel w on w.parcel = f.parcel
join {{record}} r on {{how}}
where r.{{area}} >= w.area and r.{{area}} < w.area_end
  and r.dist_county >= $lowest and r.dist_county < $highest
  and not exists (
    select 1 from form_found x
    where x.parcel = f.parcel and x.sheet = f.sheet and x.row_no = f.row_no
  )
group by f.parcel, f.sheet, f.row_no
