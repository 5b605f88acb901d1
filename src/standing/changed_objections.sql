-- reads: objection. gives: places whose objection a round took, or the word on it.
select distinct o.area from objection o
where {{concerns}} and (o.round_raised = $round or o.round_answered = $round)
