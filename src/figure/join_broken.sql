-- reads: finding. gives, as a join of measure_record_complete: records that a rule over the
-- register refuses, as known in a round.
left join (
  select f.dist_county, f.key_hash
  from finding f
  where f.register = {{register_id}} and f.grade = 'reject' and f.key_hash is not null
    and f.rule in ({{rules}})
    and f.round_from <= $known and (f.round_to is null or f.round_to > $known)
  group by f.dist_county, f.key_hash
) b on b.dist_county = r.dist_county and b.key_hash = r.key_hash
