-- makes the view <register>: versions that held at the end of the day, by the knowledge of a round
create temporary view {{view}} as
select {{shown}}
from {{record}} l
where l.day_from <= {{day}} and l.round_from <= {{known_round}} and {{counties}}
union all
select {{shown}}
from {{past}} l
where l.day_from <= {{day}} and l.round_from <= {{known_round}} and {{counties}}
  and (l.day_to > {{day}} or l.round_to > {{known_round}})
