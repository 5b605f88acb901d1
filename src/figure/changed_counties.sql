-- reads: record_change. gives: register, area of counties whose rows the round took,
-- those that only confirmed among them.
select distinct register, dist_county as area from record_change where round_from = $round
