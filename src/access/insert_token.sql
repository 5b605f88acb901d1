-- writes: token. params: one for each column
insert into token (token, account, label, secret_sha256, actions, area, register, expires,
                   created_at, last_used_at, revoked)
values ($token, $account, $label, $secret_sha256, $actions, $area, $register, $expires,
        $created_at, '', false)
