-- reads record_<register>, the rows that replace or end versions / writes record_<register>_past
insert into {{past}} (dist_county, key_hash, {{columns}}, parcel, sheet, row_no, missing,
  explained, verified,
                      changed, day_from, round_from, day_to, round_to, ended_by)
select l.dist_county, l.key_hash, {{l_columns}}, l.parcel, l.sheet, l.row_no, l.missing,
  l.explained, l.verified,
       l.changed, l.day_from, l.round_from, cast($day as date),
       cast($round as bigint), i.parcel
from {{living}} l
join {{source}} i on {{same_key}}
where {{which}}
order by l.dist_county
