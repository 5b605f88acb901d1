select day from round where round = $round
