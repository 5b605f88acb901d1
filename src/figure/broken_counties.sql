-- reads: finding. gives: register, area of counties where a refusal opened or ended in the round.
-- Two questions: each lets whole blocks be passed over, both in one do not.
select register, dist_county as area from finding
where grade = 'reject' and key_hash is not null and round_from = $round
union
select register, dist_county as area from finding
where grade = 'reject' and key_hash is not null and round_to = $round
