-- reads: explanation, round. gives: findings, with what they say, that are explained: approved, and
-- not past the last day
select e.finding, e.shown, e.params
from explanation e
where e.state = 'approved'
  and e.until_day >= coalesce((select max(r.day) from round r), e.until_day)
group by e.finding, e.shown, e.params
