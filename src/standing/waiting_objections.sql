-- reads: objection, round. gives: how many open objections under a place wait: its own, for the one
-- above; those of places below it, and how many of these are past their last day. params: $area
select count(*) filter (where o.area = $area) as above,
  count(*) filter (where o.area <> $area) as here,
  count(*) filter (where o.area <> $area
    and o.until_day < coalesce((select max(r.day) from round r), o.until_day)) as overdue
from objection o
where o.state = 'open' and {{under}} and {{allowed}}
