-- reads intake_failure / writes finding
-- an earlier finding that intake reports again is replaced: its cell now stands in the newer file
update finding set round_to = $round
from (
  select distinct {{id}} as id
  from intake_failure f
  join intake_salt s on s.rule = f.rule and s.column_name = coalesce(f.column_name, '')
  where f.register = $register
) again
where finding.finding = again.id and finding.register = $register and finding.round_to is null
