-- writes: objection: the word of the place above, or its sender's that it is taken back; the first
-- one counts.
update objection
set state = $state, answered_by = $answered_by, answered_day = $answered_day,
    note = nullif($note, ''), round_answered = $round
where objection = $objection and state = 'open'
