select coalesce(max(round), 0) as round from round where day <= $day
