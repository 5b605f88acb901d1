-- reads: form_row, waiting_parcel
-- gives: bounds of the counties of the senders
select min(w.county) as lowest, max(w.county_end) as highest
from waiting_parcel w
join (select distinct parcel from form_row) f on f.parcel = w.parcel
