-- reads round_version, finding, parcel / a condition over f, an open finding: its record ended
-- params: $register
f.register = $register
and exists (
  select 1
  from (
    select dist_county, key_hash
    from round_version
    group by dist_county, key_hash
    having not bool_or(lives)
  ) ended
  where ended.dist_county = f.dist_county and ended.key_hash = f.key_hash
)
and not {{is_of_refused}}
