-- reads record_<register> / writes near_<register>_<n>: rows that this round began come in
insert into {{table}}
select {{shown}}
from {{record}} l
where l.round_from = $round
