-- reads: account_platform. params: none
select account, issuer, subject from account_platform order by account
