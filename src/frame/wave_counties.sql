-- reads patch_<register> / gives parcel, dist_county, row_count of a wave, and between which rows
-- of the file they stand
select parcel, dist_county, count(*) as row_count,
       min(cast(sheet as bigint) * 4294967296 + row_no) as first_place,
       max(cast(sheet as bigint) * 4294967296 + row_no) as last_place,
       bit_or(touched) as any_touched, bit_and(touched) as all_touched, bit_or(erased) as any_erased
from {{patch}}
where wave = $wave
group by parcel, dist_county
order by parcel, dist_county
