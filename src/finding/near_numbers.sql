select no from near_made where register = $register
