-- reads: account_stand_in. params: none
select giver, taker, from_day, to_day from account_stand_in order by from_day, giver, taker
