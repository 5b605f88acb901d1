-- reads record_<register> / gives living records in the shape of incoming_<register>
select l.parcel, l.sheet, l.row_no, l.dist_county, l.key_hash,
       cast({{all}} as bigint) as touched,
       false as is_new,
       cast(null as varchar) as elsewhere,
       l.missing as old_missing,
       l.explained as old_explained,
       l.verified as old_verified,
       {{old_areas}}
       cast({{all}} as bigint) as changed,
       {{columns}},
       l.missing, l.explained, l.verified
from {{record}} l
where {{which}}
