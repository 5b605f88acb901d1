-- reads: account_password. params: none
select account, place, hash from account_password order by account, place
