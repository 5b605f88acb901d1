-- reads incoming_<register> / writes record_<register>: new records and new versions, in county
-- order
insert into {{record}} (dist_county, key_hash, {{columns}}, parcel, sheet, row_no, missing,
  explained, verified,
                        changed, day_from, round_from)
select i.dist_county, i.key_hash, {{i_columns}}, i.parcel, i.sheet, i.row_no, i.missing,
  i.explained, i.verified,
       i.changed, cast($day as date), cast($round as bigint)
from {{incoming}} i
where {{which}}
{{order}}
