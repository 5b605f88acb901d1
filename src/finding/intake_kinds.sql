-- gives the rules and columns that intake's failures are about
select distinct rule, coalesce(column_name, '') as column_name
from intake_failure
where register = $register
