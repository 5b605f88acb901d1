-- reads: account_hand_over. params: none
select giver, taker, from_day, done from account_hand_over order by from_day, giver, taker
