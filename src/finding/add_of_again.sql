-- reads again / writes finding
insert into finding (finding, register, rule, grade, column_name, dist_county, area, key_hash,
  show_id,
                     parcel, sheet, row_no, shown, params, other_area, round_from)
select finding, register, rule, grade, column_name, dist_county, area, key_hash, show_id,
       parcel, sheet, row_no, shown, params, other_area, round_from
from again
