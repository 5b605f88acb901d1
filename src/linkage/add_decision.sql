-- writes: link_decision: what a person said of a pair
insert into link_decision (decision, comparison, ours, theirs, is_same, reason, actor, day)
values ($decision, $comparison, $ours, $theirs, $is_same, nullif($reason, ''), $actor, $day)
