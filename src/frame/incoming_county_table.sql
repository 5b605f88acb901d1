-- makes incoming_county
-- The counties of the wave at hand. all_new: none of them held a record; in_order: rows lie in
-- county order; sliced: slice_<register> holds the living records of the wave's keys.
create temporary table incoming_county (
  register varchar,
  dist_county varchar,
  row_count bigint,
  all_new boolean,
  in_order boolean,
  sliced boolean
)
