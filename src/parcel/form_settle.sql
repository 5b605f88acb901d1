-- reads: form_found, record_<register>
-- writes: patch_<register>: county and key of rows of forms
update {{patch}}
set dist_county = case when {{patch}}.dist_county = '' then s.dist_county
                       else {{patch}}.dist_county end,
  key_hash = s.key_hash, {{keys}}
from (
  select x.parcel, x.sheet, x.row_no, r.*
  from (select parcel, sheet, row_no, dist_county as of_county, key_hash as of_key
        from form_found where n = 1) x
  join (select dist_county, key_hash, {{key_columns}} from {{record}}) r
    on r.dist_county = x.of_county and r.key_hash = x.of_key
) s
where {{patch}}.parcel = s.parcel and {{patch}}.sheet = s.sheet and {{patch}}.row_no = s.row_no
