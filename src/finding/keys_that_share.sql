-- gives records that hold a value, or values, that another gained, gave up or took away with it
select l.dist_county, l.key_hash
from {{record}} l
join (
  select distinct {{v_columns}}
  from round_version v
  join (
    select dist_county, key_hash
    from round_version
    group by dist_county, key_hash
    having not bool_or(lives) or not bool_or(round_from < {{round}}) or {{differs}}
  ) moved on moved.dist_county = v.dist_county and moved.key_hash = v.key_hash
) shared on {{same_values}}
where {{others}}
