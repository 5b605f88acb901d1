-- reads: patch_<register>, waiting_parcel
-- gives: bounds of the counties of senders whose rows do not say their place
select min(w.county) as lowest, max(w.county_end) as highest
from waiting_parcel w
join (select distinct parcel from {{patch}} where dist_county = '') p on p.parcel = w.parcel
