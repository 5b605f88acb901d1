-- reads finding, finding_past / part of a statement: the open ones and those that ended
(
  select finding, register, rule, grade, column_name, dist_county, area, key_hash, show_id, parcel,
         sheet, row_no, shown, params, other_area, round_from, cast(null as bigint) as round_to
  from finding
  union all
  select finding, register, rule, grade, column_name, dist_county, area, key_hash, show_id, parcel,
         sheet, row_no, shown, params, other_area, round_from, round_to
  from finding_past
)
