-- reads intake_failure, intake_salt / writes finding: what intake itself refused, asked or noted
insert into finding (finding, register, rule, grade, column_name, dist_county, area, key_hash,
  show_id,
                     parcel, sheet, row_no, shown, params, other_area, round_from)
select {{id}}, f.register, f.rule, f.grade, coalesce(f.column_name, ''), coalesce(f.dist_county,
  ''),
       coalesce(f.area, f.dist_county, ''), f.key_hash, f.show_id,
       f.parcel, f.sheet, f.row_no, f.shown, f.params, f.other_area,
       cast($round as bigint)
from intake_failure f
join intake_salt s on s.rule = f.rule and s.column_name = coalesce(f.column_name, '')
where f.register = $register
