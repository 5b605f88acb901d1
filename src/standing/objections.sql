-- reads: objection, round. gives: objections, the latest first; overdue: the last day has passed.
select o.objection, o.about, o.what, o.register, o.area, o.about_day, o.reason, o.evidence,
  o.by_whom, o.actor, o.day, o.until_day, o.state, o.answered_by, o.answered_day, o.note,
  o.state = 'open'
    and o.until_day < coalesce((select max(r.day) from round r), o.until_day) as overdue
from objection o
where {{which}} and {{allowed}}
order by o.objection desc nulls last
limit {{limit}}
