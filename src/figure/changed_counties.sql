-- reads: record_change. gives: register, area of the counties whose rows this round took, also those confirmed.
select distinct register, dist_county as area from record_change where round_from = $round
