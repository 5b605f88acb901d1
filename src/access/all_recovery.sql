-- reads: account_recovery. params: none
select account, code_sha256 from account_recovery order by account, code_sha256
