-- reads record_<register>_past / gives a row if a version ended after the day, or after the round
select l.dist_county
from {{past}} l
where (l.day_to > {{day}} or l.round_to > {{known_round}}) and {{counties}}
limit 1
