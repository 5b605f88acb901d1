-- gives records whose values a withdrawal took or gave back
select distinct dist_county, key_hash
from round_version
where parcel in ({{parcels}}) or ended_by in ({{parcels}})
