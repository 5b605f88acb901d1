-- reads incoming_<register> / writes finding, or a table like it: rows that fail an expression
-- and touched what it reads
insert into {{into}} (finding, register, rule, grade, column_name, dist_county, area, key_hash,
  show_id,
                     parcel, sheet, row_no, shown, params, other_area, round_from)
select i.key_hash % 2305843009213693951 + {{salt}}, {{register}}, {{rule}}, {{grade}},
  {{column_name}},
       dist_county, {{area}}, i.key_hash, {{show_id}},
       i.parcel, i.sheet, i.row_no, {{shown}}, {{params}}, {{other_area}},
       cast($round as bigint)
from {{incoming}} i
where {{judged}} and ({{fails}}
)
