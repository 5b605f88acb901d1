-- reads parcel / gives the first round of some parcels, from which on their findings may have ended
select coalesce(min(f.round_from), 0) as first_round
from parcel f
where {{which}}
