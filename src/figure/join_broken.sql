-- reads: finding, finding_past, parcel. gives, as a join of measure_record_complete: records that
-- a rule over the register refuses, or that any rule refuses which came to hold after the row was
-- taken; as known in a round.
left join (
  select f.dist_county, f.key_hash
  from (
    select dist_county, key_hash, parcel, register, grade, rule, round_from
    from finding
    where round_from <= $known
    union all
    select dist_county, key_hash, parcel, register, grade, rule, round_from
    from finding_past
    where round_from <= $known and round_to > $known
  ) f
  left join parcel p on p.parcel = f.parcel
  where f.register = {{register_id}} and f.grade = 'reject' and f.key_hash is not null
    and (f.rule in ({{rules}}) or f.round_from > p.round_from)
  group by f.dist_county, f.key_hash
) b on b.dist_county = r.dist_county and b.key_hash = r.key_hash
