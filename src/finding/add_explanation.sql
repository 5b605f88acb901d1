-- reads: finding, finding_past. writes: explanation: what is said about a question, as the
-- finding says it now
insert into explanation (explanation, finding, register, dist_county, area, shown, params, reason,
  evidence, by_whom, until_day, actor, from_area, day, state, decided_by, decided_day, note)
select $explanation, f.finding, f.register, f.dist_county, f.area, f.shown, f.params, $reason,
       nullif($evidence, ''), $by_whom, $until_day, $actor, $from_area, $day, 'asked', null, null,
       null
from {{ever}} f
where f.finding = $finding and f.grade = 'question'
order by f.round_from desc nulls last
limit 1
