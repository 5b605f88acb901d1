-- reads: finding, finding_past. gives: register, area of counties where a refusal opened or ended
-- in the round.
select register, dist_county as area from finding
where grade = 'reject' and key_hash is not null and round_from = $round
union
select register, dist_county as area from finding_past
where grade = 'reject' and key_hash is not null and round_to = $round
