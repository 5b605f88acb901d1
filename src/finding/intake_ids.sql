-- reads intake_failure, intake_salt / gives the ids of what intake reports. params: $register
select {{id}}
from intake_failure f
join intake_salt s on s.rule = f.rule and s.column_name = coalesce(f.column_name, '')
where f.register = $register
