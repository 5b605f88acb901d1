-- reads: the frame's view of a register. gives: one record that is counted, and how many are.
with counted as (
  select r.dist_county, r.key_hash, r.parcel, r.sheet, r.row_no, r.missing,
    r.explained, r.round_from, count(*) over () as counted
  from {{register}} r
  where {{in_place}} and ({{counts}})
)
select * from counted
where $sample = 0 or key_hash = $sample
order by dist_county, key_hash
limit 1
