-- reads: account_grant. params: none
select account, area, side, register, columns_shown, other_area, role, own
from account_grant order by account, area, side, register, role
