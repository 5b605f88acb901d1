-- writes: account_hand_over. params: giver, taker
update account_hand_over set done = true where giver = $giver and taker = $taker
