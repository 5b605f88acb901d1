-- reads: explanation, finding. gives: how many open findings wait for a word on an explanation: of
-- the place itself, to be said above; of those below it, to be said here. params: $area
select count(*) filter (where e.from_area = $area) as above,
       count(*) filter (where e.from_area <> $area or $area = '') as here
from explanation e
where e.state = 'asked' and {{allowed}} and {{asked}}
  and exists (
    select 1 from finding f
    where f.finding = e.finding and f.shown is not distinct from e.shown
      and f.params is not distinct from e.params
  )
