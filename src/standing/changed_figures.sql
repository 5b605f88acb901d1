-- reads: figure. gives: places whose whole figure a round made or closed. Two questions: each lets
-- whole blocks be passed over, both in one do not.
select area from figure
where indicator = $indicator and axis = '' and part = '' and round_from = $round
union
select area from figure
where indicator = $indicator and axis = '' and part = '' and round_to = $round
