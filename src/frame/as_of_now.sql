-- makes the view <register>: every version that lives, if all that matter do
create temporary view {{view}} as
select {{shown}}
from {{record}} l
where l.day_from <= {{day}} and l.round_from <= {{known_round}} and {{counties}}
