-- reads: parcel. gives: how many parcels of a day are in which state
-- params: $area, $area_end, $day
select state, count(*) as n
from parcel
where day = $day and area >= $area and area < $area_end and {{scope}}
group by state
order by state
