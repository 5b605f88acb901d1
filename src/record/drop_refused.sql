-- reads refused / writes patch_<register> or candidate_<register>
-- rows that are refused leave the wave
delete from {{source}} as i
using refused x
where x.parcel = i.parcel and x.sheet = i.sheet and x.row_no = i.row_no
