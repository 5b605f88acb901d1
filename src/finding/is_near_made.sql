select no from near_made where register = $register and no = $no
