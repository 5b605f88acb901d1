-- writes: explanation: the word of the place above, which is the last one
update explanation
set state = $state, decided_by = $decided_by, decided_day = $decided_day, note = nullif($note, '')
where explanation = $explanation and state = 'asked'
