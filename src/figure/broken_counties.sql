-- reads: finding. gives: register, area of counties where a refusal opened or ended in the round.
select distinct register, dist_county as area from finding
where grade = 'reject' and key_hash is not null and (round_from = $round or round_to = $round)
