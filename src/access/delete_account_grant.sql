-- writes: account_grant. params: account
delete from account_grant where account = $account
