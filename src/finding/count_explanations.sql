-- reads: explanation, finding, round. gives: how many list_explanations would give of each kind
-- params: $today, $soon (days)
select count(f.finding) filter (where e.state = 'asked') as waiting,
       count(*) filter (where e.state <> 'asked') as decided,
       count(f.finding) filter (
         where e.state = 'approved' and e.until_day between $today and $soon
       ) as expiring
from explanation e
left join finding f on f.finding = e.finding
  and f.shown is not distinct from e.shown and f.params is not distinct from e.params
where {{allowed}} and {{asked}}
