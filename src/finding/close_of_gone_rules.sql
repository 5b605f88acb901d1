-- writes finding: a rule that the pack no longer has ends its findings
update finding set round_to = $round
where register = {{register}} and round_to is null and not (rule >= '_' and rule < '`')
  and rule not in ({{rules}})
