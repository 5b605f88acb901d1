-- reads: parcel. gives: numbers of parcels of senders under an area, the latest first
-- params: $area, $area_end, $day (null: any), $register, $state ('': any), $before
select parcel
from parcel
where parcel < $before and area >= $area and area < $area_end
  and (cast($day as date) is null or day = cast($day as date))
  and ($register = '' or register = $register) and ($state = '' or state = $state)
  and {{scope}}
order by parcel desc nulls last
limit {{limit}}
