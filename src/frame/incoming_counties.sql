-- reads incoming_county / gives the counties of the wave at hand, in order
select dist_county, all_new, in_order, sliced
from incoming_county
where register = $register
order by dist_county
