-- reads: patch_<register>
-- gives: rows without a place, by parcel
select parcel, count(*) as n
from {{patch}}
where dist_county = ''
group by parcel
