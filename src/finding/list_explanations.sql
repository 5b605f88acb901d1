-- reads: explanation, finding, round. gives: those sent in the name of places under an area, of one
-- kind: waiting for a word on what is open, decided (the last first), or past soon while open.
-- params: $kind, $today, $soon (days), $after (key of the last one seen)
select e.explanation, e.finding, e.register, e.state as explained_state, e.reason, e.evidence,
       e.by_whom, e.until_day, e.actor as explained_actor, e.from_area, e.day as explained_day,
       e.decided_by, e.note, e.until_day < $today as passed
from explanation e
where {{allowed}} and {{asked}}
  and case when $kind = 'decided' then -e.explanation else e.explanation end > $after
  and (
    ($kind = 'decided' and e.state <> 'asked')
    or (
      (($kind = 'waiting' and e.state = 'asked')
       or ($kind = 'expiring' and e.state = 'approved' and e.until_day between $today and $soon))
      and exists (
        select 1 from finding f
        where f.finding = e.finding and f.shown is not distinct from e.shown
          and f.params is not distinct from e.params
      )
    )
  )
order by case when $kind = 'decided' then -e.explanation else e.explanation end
limit {{limit}}
