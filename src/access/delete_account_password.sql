-- writes: account_password. params: account
delete from account_password where account = $account
