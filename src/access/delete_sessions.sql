-- writes: session. An account's, and those of others that stand in for it. params: account
delete from session where account = $account or acts_for = $account
