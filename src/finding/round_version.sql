-- reads record_<register>, record_<register>_past / makes round_version: the versions that this
-- round began or ended, with the values that rules share
create temporary table round_version as
select l.dist_county, l.key_hash, true as lives, l.round_from, l.parcel,
       cast(null as bigint) as ended_by {{columns}}
from {{record}} l
where l.round_from = {{round}} and {{counties}}
union all
select l.dist_county, l.key_hash, false as lives, l.round_from, l.parcel, l.ended_by {{columns}}
from {{past}} l
where l.round_to = {{round}} and {{counties}}
