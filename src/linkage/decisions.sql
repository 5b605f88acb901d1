-- reads: link_decision
-- gives: what was said of the pairs of a comparison, the last word last
-- params: $comparison
select ours, theirs, is_same
from link_decision
where comparison = $comparison
order by decision
