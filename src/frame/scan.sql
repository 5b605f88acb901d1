select l.*
from {{table}} l
where l.dist_county >= {{first}} and l.dist_county <= {{last}}
  and l.key_hash in (select p.key_hash from {{patch}} p where p.wave = {{wave}})
