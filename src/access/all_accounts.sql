-- reads: account. params: none
select account, login, name, unit_area, unit_name, phone, roles, state, must_change_password,
       second_factor, totp_secret, totp_step, created_at, changed_at, last_log_in_at
from account order by account
