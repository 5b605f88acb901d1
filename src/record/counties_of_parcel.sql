-- gives the counties a parcel wrote to, as record_change says
select distinct dist_county
from record_change
where parcel = $parcel and register = $register
order by dist_county
