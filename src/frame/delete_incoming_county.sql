delete from incoming_county where register = $register
