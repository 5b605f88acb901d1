-- writes: account_platform. params: account
delete from account_platform where account = $account
