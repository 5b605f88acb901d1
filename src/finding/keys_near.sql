-- reads near_<register>_<n>, round_version / gives records that hold a value, or values, that
-- another gained, gave up or took away with it. From those few to the round's many: of its
-- versions only what shares with one of them is looked at.
with held as (
  select distinct {{l_columns}} from {{record}} l where {{others}}
), sharing as (
  select l.dist_county, l.key_hash, {{l_columns}}
  from round_version l
  join held shared on {{same_values}}
), moved as (
  select m.dist_county, m.key_hash
  from round_version m
  join (select distinct dist_county, key_hash from sharing) k
    on k.dist_county = m.dist_county and k.key_hash = m.key_hash
  group by m.dist_county, m.key_hash
  having not bool_or(lives) or not bool_or(round_from < {{round}}) or {{differs}}
)
select l.dist_county, l.key_hash
from {{record}} l
join (
  select distinct {{v_columns}}
  from sharing v
  join moved on moved.dist_county = v.dist_county and moved.key_hash = v.key_hash
) shared on {{same_values}}
where {{others}}
