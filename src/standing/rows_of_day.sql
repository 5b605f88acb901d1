-- reads: standing. gives: the living rows of a target and day.
select parent, area, state, children_expected, children_reported, n, d, shown, met, missing_n,
  place_no, tied, not_ranked, before_n, before_d, before_place_no, speed, forecast_day, figure,
  round_from
from standing
where target = $target and day = $day and round_to is null
