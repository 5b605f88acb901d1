-- reads record_<register>, patch_<register> / gives living records of a run of counties that the
-- wave may name; a part of slice_<register>
select l.*
from {{table}} l
where l.dist_county >= {{first}} and l.dist_county <= {{last}}
  and l.key_hash in (select p.key_hash from {{patch}} p where p.wave = {{wave}})
