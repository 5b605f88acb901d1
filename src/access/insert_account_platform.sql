-- writes: account_platform. params: account, issuer, subject
insert into account_platform (account, issuer, subject) values ($account, $issuer, $subject)
