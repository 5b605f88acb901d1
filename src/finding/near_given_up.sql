-- reads round_version, record_<register> / writes near_<register>_<n>: who held what a changed row
-- gave up, before this round and still
insert into {{table}}
select {{shown}}
from {{record}} l
join (
  select distinct {{shares_v}}
  from round_version v
  left join round_version now
    on now.lives and now.dist_county = v.dist_county and now.key_hash = v.key_hash
    and {{same_now}}
  where not v.lives and now.key_hash is null and {{has_value}}
) held on {{same}}
left join {{table}} n on n.dist_county = l.dist_county and n.key_hash = l.key_hash
where n.key_hash is null and l.round_from <> $round
