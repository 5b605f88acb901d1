-- writes: account. params: account
delete from account where account = $account
