-- writes: report: ended if it came from that parcel
-- params: $parcel, $round
update report
set round_to = $round
where parcel = $parcel and round_to is null
