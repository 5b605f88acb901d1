-- reads intake_failure / a condition over f, an open finding: intake reports it again, and its cell
-- now stands in the newer file. params: $register
f.register = $register and f.finding in ({{again}})
