-- writes: account. params: one for each column
insert into account (account, login, name, unit_area, unit_name, phone, roles, state,
                     must_change_password, second_factor, totp_secret, totp_step, created_at,
                     changed_at, last_log_in_at)
values ($account, $login, $name, $unit_area, $unit_name, $phone, $roles, $state,
        $must_change_password, $second_factor, $totp_secret, $totp_step, $created_at,
        $changed_at, $last_log_in_at)
