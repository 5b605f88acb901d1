-- writes: account_hand_over. params: giver, taker, from_day
insert into account_hand_over (giver, taker, from_day, done)
values ($giver, $taker, $from_day, false)
