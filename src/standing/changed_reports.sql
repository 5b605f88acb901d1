-- reads: report, record_change. gives: places whose reporting may have changed in a round.
select area from report
where register = $register and day = $day and (round_from = $round or round_to = $round)
union
select dist_county as area from record_change
where register = $register and day = $day and round_from = $round
