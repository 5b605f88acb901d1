delete from near_made where register = $register
