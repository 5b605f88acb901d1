select distinct dist_county from again order by dist_county
