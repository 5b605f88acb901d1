update finding set round_to = $round
where parcel = $parcel and round_to is null
