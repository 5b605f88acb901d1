-- writes: standing.round_to of the day's older rows.
update standing set round_to = $round
where target = $target and day = $day and round_to is null
  and area in (select area from standing_asked)
