-- reads: round. gives: n, the sealed rounds of a day; known, the last round sealed up to its end.
select count(*) filter (where day = $day) as n, max(round) filter (where day <= $day) as known
from round
