-- reads: form_found, patch_<register>
-- gives: cells of forms for which an earlier row of the round gives something else; own: in the
-- same file; is_form: that row came in a form too
-- params: $bit of the column
select t.parcel, t.sheet, t.row_no, t.by_parcel, t.dist_county, t.key_hash, t.area, t.show_id,
  t.given, t.now, t.round, t.is_form
from (
  select p.parcel, p.sheet, p.row_no, q.parcel as by_parcel, x.dist_county, x.key_hash, x.area,
    x.show_id, cast(p.{{column}} as varchar) as given, cast(q.{{column}} as varchar) as now,
    x.round, y.parcel is not null as is_form,
    row_number() over (partition by p.parcel, p.sheet, p.row_no
                       order by q.parcel desc nulls last,
                         q.sheet desc nulls last, q.row_no desc nulls last) as place
  from form_found x
  join {{patch}} p on p.parcel = x.parcel and p.sheet = x.sheet and p.row_no = x.row_no
  join {{patch}} q on q.key_hash = p.key_hash and q.dist_county = p.dist_county
    and (q.parcel < p.parcel or (q.parcel = p.parcel
      and (q.sheet < p.sheet or (q.sheet = p.sheet and q.row_no < p.row_no))))
  left join form_found y on y.parcel = q.parcel and y.sheet = q.sheet and y.row_no = q.row_no
  where ((p.touched | p.erased) & $bit) <> 0 and ((q.touched | q.erased) & $bit) <> 0
    and p.{{column}} is distinct from q.{{column}}
) t
where t.place = 1
order by t.parcel, t.sheet, t.row_no
