-- writes: account_recovery. params: account
delete from account_recovery where account = $account
