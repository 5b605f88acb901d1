-- reads finding, and what the condition names / writes finding_past: open findings that end
insert into finding_past (finding, register, rule, grade, column_name, dist_county, area, key_hash,
  show_id, parcel, sheet, row_no, shown, params, other_area, round_from, round_to)
select f.finding, f.register, f.rule, f.grade, f.column_name, f.dist_county, f.area, f.key_hash,
       f.show_id, f.parcel, f.sheet, f.row_no, f.shown, f.params, f.other_area, f.round_from,
       cast($round as bigint)
from finding f
where {{which}}
