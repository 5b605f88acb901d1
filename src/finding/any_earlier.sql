-- gives a row if the register held a record before this round
select dist_county from {{record}} where round_from < $round limit 1
