-- reads: record_change, parcel. gives: counties about which a place above them sent rows on a day.
select distinct c.dist_county as area
from record_change c
join parcel p on p.parcel = c.parcel
where c.register = $register and c.day = $day and p.ended_round is null and length(p.area) < 6
