-- writes: standing: rows of this very round that it makes anew.
delete from standing
where target = $target and day = $day and round_from = $round
  and area in (select area from standing_asked)
