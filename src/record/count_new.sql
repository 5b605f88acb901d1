-- reads incoming_<register> / what each parcel does in counties that held no record: no masks are
-- read
select i.parcel, i.dist_county, count(*) as rows_new, cast(0 as bigint) as rows_changed,
       cast(0 as bigint) as rows_unchanged, cast(0 as bigint) as cells_changed
from {{incoming}} i
group by i.parcel, i.dist_county
order by i.parcel, i.dist_county
