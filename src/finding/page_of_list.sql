-- reads finding, finding_past / part of list: the page that is asked for
select f.finding, f.register, f.rule, f.grade, f.column_name, f.dist_county, f.area,
       f.key_hash, f.show_id, f.parcel, f.sheet, f.row_no, f.shown, f.params, f.other_area,
       f.round_from, {{round_to}} as round_to
from {{findings}} f
where {{allowed}} and {{asked}}
order by f.parcel, f.sheet, f.row_no, f.finding
limit {{limit}}
