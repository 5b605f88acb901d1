-- reads round_version / gives a row if a changed row gave up a value that others may hold
select v.dist_county
from round_version v
left join round_version now
  on now.lives and now.dist_county = v.dist_county and now.key_hash = v.key_hash and {{same_now}}
where not v.lives and now.key_hash is null and {{has_value}}
limit 1
