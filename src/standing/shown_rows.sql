-- reads: standing, area. gives: the standings of places of one level under a place.
select s.target, s.parent, s.area, a.name, s.day, s.state, s.children_expected,
  s.children_reported, s.n, s.d, s.shown, s.goal, s.met, s.missing_n, s.place_no, s.tied,
  s.not_ranked, s.before_n, s.before_d, s.before_place_no, s.speed, s.forecast_day, s.figure
from standing s
left join (
  select area, max(name) as name from area where to_year is null group by area
) a on a.area = s.area
where s.target = $target and s.day = $day and s.round_to is null
  and s.area >= $area_from and s.area < $area_to and length(s.area) = $level
  and {{predicate}}
