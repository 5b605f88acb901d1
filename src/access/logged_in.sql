-- writes: account. params: account, last_log_in_at
update account set last_log_in_at = $last_log_in_at where account = $account
