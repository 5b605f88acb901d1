-- reads: finding, explanation, round. gives: how many open findings are explained, by place
select {{key}} as place, count(*) as n
from ({{held}}) h
join finding f on f.finding = h.finding and f.shown is not distinct from h.shown
  and f.params is not distinct from h.params
where {{allowed}} and {{asked}}
group by 1
