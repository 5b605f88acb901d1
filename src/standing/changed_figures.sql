-- reads: figure. gives: places whose whole figure a round made or closed.
select distinct area from figure
where indicator = $indicator and axis = '' and part = ''
  and (round_from = $round or round_to = $round)
