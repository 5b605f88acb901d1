-- reads: explanation, round. gives: one of them. params: $explanation
select e.explanation, e.finding, e.register, e.state as explained_state, e.reason, e.evidence,
       e.by_whom, e.until_day, e.actor as explained_actor, e.from_area, e.day as explained_day,
       e.decided_by, e.note,
       e.until_day < coalesce((select max(r.day) from round r), e.until_day) as passed
from explanation e
where e.explanation = $explanation and {{allowed}}
