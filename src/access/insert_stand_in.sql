-- writes: account_stand_in. params: giver, taker, from_day, to_day
insert into account_stand_in (giver, taker, from_day, to_day)
values ($giver, $taker, $from_day, $to_day)
