-- reads: parcel
-- gives: the register, area and day that a parcel was for
-- params: $parcel
select register, area, day
from parcel
where parcel = $parcel
