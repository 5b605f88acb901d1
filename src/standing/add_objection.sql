-- writes: objection: what a place holds to be wrong; once, while it is open.
insert into objection (objection, about, what, register, area, about_day, reason, evidence, by_whom,
  actor, day, until_day, state, round_raised)
select cast($objection as bigint), $about, $what, $register, $area, cast($about_day as date),
  $reason, nullif($evidence, ''), $by_whom, $actor, cast($day as date), cast($until_day as date),
  'open', cast($round as bigint)
where not exists (
  select 1 from objection o
  where o.state = 'open' and o.about = $about and o.what = $what and o.area = $area
)
