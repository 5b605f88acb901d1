-- reads: standing. gives: the latest earlier day with standings of a target.
select max(day) as day from standing where target = $target and day < $day and round_to is null
