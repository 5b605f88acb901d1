-- makes ended_<register>: records of the sender's area that a full file does not name. A row that
-- was refused names its record too, and later files of the round keep what they bring.
create temporary table {{ended}} as
select l.dist_county, l.key_hash, {{keys}}, l.parcel as old_parcel, cast({{parcel}} as bigint) as
  parcel, {{old_areas}}
       false as is_new
from {{record}} l
where {{in_area}} and l.parcel <= {{parcel}}
  and not exists (select 1 from {{patch}} p
                  where p.dist_county = l.dist_county and p.key_hash = l.key_hash and p.parcel >=
                    {{parcel}})
  and not exists (select 1 from refused x
                  where x.dist_county = l.dist_county and x.key_hash = l.key_hash and x.parcel >=
                    {{parcel}})
  and not exists (select 1 from intake_failure f
                  where f.register = {{register}} and f.key_hash = l.key_hash and f.parcel >=
                    {{parcel}})
