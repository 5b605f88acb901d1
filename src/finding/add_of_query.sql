-- reads incoming_<register>, a rule's query over the frame / writes finding, or a table like it:
-- the rows that the query gives
insert into {{into}} (finding, register, rule, grade, column_name, dist_county, area, key_hash,
  show_id,
                     parcel, sheet, row_no, shown, params, other_area, round_from)
select i.key_hash % 2305843009213693951 + {{salt}}, {{register}}, {{rule}}, {{grade}},
  {{column_name}},
       i.dist_county, {{area}}, i.key_hash, {{show_id}},
       i.parcel, i.sheet, i.row_no, {{shown}}, {{params}}, {{other_area}},
       cast($round as bigint)
from {{incoming}} i
join (
  select given.*, row_number() over (partition by {{row}}) as place_in_row
  from (
{{query}}
  ) given
) q on {{same_row}}
where q.place_in_row = 1 and {{judged}}
