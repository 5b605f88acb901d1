-- writes: account_stand_in. params: giver, taker, today
delete from account_stand_in where giver = $giver and taker = $taker and to_day >= $today
