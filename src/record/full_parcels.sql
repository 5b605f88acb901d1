-- reads parcel / gives the full files that this round took, oldest first
select parcel, area
from parcel
where register = $register and round_from = $round and is_full and state = 'taken'
order by parcel
