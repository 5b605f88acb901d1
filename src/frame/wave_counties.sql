-- reads patch_<register> / gives parcel, dist_county, row_count of a wave
select parcel, dist_county, count(*) as row_count
from {{patch}}
where wave = $wave
group by parcel, dist_county
