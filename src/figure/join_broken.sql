-- reads: finding, parcel. gives, as a join of measure_record_complete: records that a rule over the
-- register refuses, or that any rule refuses which came to hold after the row was taken; as known
-- in a round.
left join (
  select f.dist_county, f.key_hash
  from finding f
  left join parcel p on p.parcel = f.parcel
  where f.register = {{register_id}} and f.grade = 'reject' and f.key_hash is not null
    and (f.rule in ({{rules}}) or f.round_from > p.round_from)
    and f.round_from <= $known and (f.round_to is null or f.round_to > $known)
  group by f.dist_county, f.key_hash
) b on b.dist_county = r.dist_county and b.key_hash = r.key_hash
