-- reads: report. gives: how each place reported on a day.
select area, state from report where register = $register and day = $day and round_to is null
