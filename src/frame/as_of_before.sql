-- makes <register>_before: what held at the end of the earlier day, of the keys that changed since
create temporary view {{view}} as
select {{shown}}
from {{past}} l
where l.day_from <= {{before}} and l.day_to > {{before}} and l.day_to <= {{day}}
  and l.round_from <= {{known_round}} and l.round_to <= {{known_round}} and {{counties}}
