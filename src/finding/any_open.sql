select parcel from finding
where register = $register and round_to is null and {{counties}}
limit 1
